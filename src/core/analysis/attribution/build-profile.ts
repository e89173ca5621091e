import { OVERHEAD_INDICATIVE } from '../../../contract/profile.ts';
import type { OperatorProfile, ProfileMemory, ProfileNote, RunProfile } from '../../../contract/profile.ts';
import type { Bytes, Milliseconds } from '../../../contract/units.ts';
import { nodeCost } from '../../model/cost/node-cost.ts';
import { modulePath } from '../../model/graph/module-path.ts';
import { NOTHING_KNOWN, type KnownTensor, type ShapeTable } from '../../model/shapes/shape-table.ts';
import { tensorLives } from '../memory/tensor-lives.ts';
import { familyOf } from '../operators/family.ts';
import { fitEventCost } from './event-cost.ts';
import type { RecordedOperator } from './event-cost.ts';
import type { ExecutedOperator } from './executed-operator.ts';
import { matchExecuted } from './match-executed.ts';
import { reachOfMean } from './mean-reach.ts';
import { operandFacts, operandsOf, recordedResults } from './operands.ts';
import { placementOf } from './placement.ts';
import type { ProfileTally } from './profile-tally.ts';
import type { TalliedOperator } from './tallied-operator.ts';

/** Nobody reads more of a name than a page. */
const LONGEST_NAME = 4096;

export interface ProfileParts {
  readonly tally: ProfileTally;
  readonly clean: { readonly meanMs: Milliseconds };
  /** Which provider was asked for. */
  readonly provider: string;
  /** Iterations while the runtime recorded, those alone that the tally counts; and unrecorded ones between them. */
  readonly recordedMs: Float64Array;
  readonly controlMs: Float64Array;
  /** The graph that was executed, in order of execution, and what is known of its values; null where it is not to be had. */
  readonly executed: readonly ExecutedOperator[] | null;
  readonly shapes: ShapeTable | null;
  /** What the model gives back, by name. */
  readonly outputs: readonly string[];
  /** Of the process, after unrecorded iterations one after the other. */
  readonly residentBytes: readonly (Bytes | null)[];
  readonly slices: number;
  readonly notes: readonly ProfileNote[];
}

/** Where the clean time went: what was recorded, less what recording costs, brought to the time without it. */
export function buildProfile(parts: ProfileParts): Omit<RunProfile, 'runId'> {
  const { tally, clean, provider, recordedMs, slices } = parts;
  tally.settle();
  const cleanMeanMs = clean.meanMs;
  const profiledMeanMs = recordedMs.length === 0 ? cleanMeanMs : meanOf(recordedMs);
  const { costMs, times, outsideMs } = timesOf(parts);
  const operators = operatorsOf(parts, times);
  const overheadFactor = cleanMeanMs > 0 ? profiledMeanMs / cleanMeanMs : 1;
  const [dearest] = operators.toSorted((a, b) => b.selfMs - a.selfMs);
  return {
    cleanMeanMs,
    profiledMeanMs,
    overheadFactor,
    isIndicative: overheadFactor > OVERHEAD_INDICATIVE,
    eventCostMs: costMs,
    iterations: tally.iterations,
    slices,
    operatorCount: operators.length,
    dearest: dearest === undefined ? null : { op: dearest.op, name: dearest.name, share: dearest.share },
    operators,
    placement: placementOf(provider, operators, cleanMeanMs),
    memory: memoryOf(parts, operators),
    outsideMs,
    coverage: { flops: coverage(operators, 'flops'), bytes: coverage(operators, 'bytesRead') },
    notes: notesOf(parts),
  };
}

function memoryOf(
  { tally, outputs, residentBytes }: ProfileParts,
  operators: readonly OperatorProfile[],
): ProfileMemory | null {
  const lives = tensorLives({ operators, outputs: new Set(outputs) });
  if (lives === null) return null;
  const { inUseBytes } = tally;
  return { ...lives, growth: { inUseBytes, residentBytes, bytesPerIteration: null, ci95: null } };
}

interface OperatorTime {
  readonly recordedMs: Milliseconds;
  readonly selfMs: Milliseconds;
  readonly ci95: readonly [Milliseconds, Milliseconds] | null;
  readonly gpu: OperatorProfile['gpu'];
}

function timesOf({ tally, clean, recordedMs, controlMs }: ProfileParts): {
  readonly costMs: Milliseconds;
  readonly times: readonly OperatorTime[];
  readonly outsideMs: Milliseconds;
} {
  const { iterations, operators } = tally;
  if (iterations === 0 || operators.length === 0)
    return { costMs: 0, times: operators.map(() => NO_TIME), outsideMs: clean.meanMs };
  const executeUs = medianOf(tally.executeUs);
  const cleanUs = 1000 * (controlMs.length > 0 ? medianOf(controlMs) : clean.meanMs);
  const recordedUs = recordedMs.length > 0 ? 1000 * medianOf(recordedMs) : executeUs;
  const recorded = operators.map((operator) => recordedOf(operator, tally));
  const { costUs, ownUs, outsideUs } = fitEventCost({
    operators: recorded,
    gapUs: Math.max(0, medianOf(tally.betweenUs)),
    outsideUs: Math.max(0, recordedUs - executeUs),
    cleanUs,
  });
  const toClean = cleanUs > 0 ? clean.meanMs / cleanUs : 0;
  const times = operators.map((operator, place) => {
    const selfMs = (ownUs[place] as number) * toClean;
    return {
      recordedMs: operator.recordedUs / iterations / 1000,
      selfMs,
      ci95: intervalOf(operator, tally, selfMs),
      gpu: gpuOf(operator, iterations, costUs),
    };
  });
  return { costMs: costUs / 1000, times, outsideMs: outsideUs * toClean };
}

function recordedOf(operator: TalliedOperator, { iterations, clock }: ProfileTally): RecordedOperator {
  const { count, innerEvents, gpu, shapes } = operator;
  const ownUs = (operator.ownUs.typical() * count) / iterations;
  const mean = gpu === null ? 0 : (gpu.busyUs + gpu.exposedUs) / iterations;
  const typical = gpu === null ? null : reachOfMean(gpu.sums.means(clock));
  const calm = typical === null || mean === 0 ? 1 : typical.mean / mean;
  return {
    ownUs,
    events: count / iterations,
    innerEvents: innerEvents / iterations,
    tensors: shapes.inputs.length + shapes.outputs.length,
    exposed: gpu === null ? 1 : Math.min(1, (calm * gpu.exposedUs) / iterations / Math.max(ownUs, 1e-3)),
    kernelUs: gpu === null ? 0 : (calm * gpu.busyUs) / iterations,
  };
}

const NO_TIME: OperatorTime = { recordedMs: 0, selfMs: 0, ci95: null, gpu: null };

/** As the GPU's clock and the processor's tell it, nothing scaled; of the launch, what recording it cost is taken off. */
function gpuOf(
  { gpu, ownUs, count }: TalliedOperator,
  iterations: number,
  costUs: number,
): OperatorProfile['gpu'] {
  if (gpu === null || gpu.kernelUs === 0) return null;
  const waitMs = gpu.waitUs / iterations / 1000;
  return {
    kernelMs: gpu.kernelUs / iterations / 1000,
    launchMs: (Math.max(0, ownUs.typical() - costUs) * count) / iterations / 1000,
    waitMs: Number.isNaN(waitMs) ? null : waitMs,
  };
}

/** As far around what is left as the recorded one varies, in proportion. */
function intervalOf(
  { ownSums, gpu }: TalliedOperator,
  { clock }: ProfileTally,
  selfMs: Milliseconds,
): readonly [Milliseconds, Milliseconds] | null {
  const known = reachOfMean((gpu?.sums ?? ownSums).means(clock));
  if (known === null) return null;
  const relative = known.mean > 0 ? known.reach / known.mean : 0;
  return [Math.max(0, selfMs * (1 - relative)), selfMs * (1 + relative)];
}

function operatorsOf(
  { tally, clean, executed, shapes }: ProfileParts,
  times: readonly OperatorTime[],
): readonly OperatorProfile[] {
  const { operators, iterations } = tally;
  const matched = executed === null ? null : matchExecuted(operators, executed);
  const nodes = operators.map((operator, place) => ({
    executed: executed?.[matched?.[place] ?? -1] ?? null,
    recorded: operator.shapes,
  }));
  const results = recordedResults(
    nodes.flatMap(({ executed: node, recorded }) => (node === null ? [] : [{ executed: node, recorded }])),
  );
  const { tensors, values } = shapes ?? NOTHING_KNOWN;
  const shapeOf = (name: string): KnownTensor | undefined => results.get(name) ?? tensors.get(name);
  const insideMs = insideOf(operators, times);
  return operators.map((operator, place): OperatorProfile => {
    const { executed: node, recorded } = nodes[place] as (typeof nodes)[number];
    const { name, op, provider, parent, count, memory } = operator;
    const { recordedMs, selfMs, ci95, gpu } = times[place] as OperatorTime;
    const operands = node === null ? recorded : operandsOf(node, recorded, shapeOf);
    const cost =
      node === null
        ? { macs: null, flops: null, bytesRead: null, bytesWritten: null }
        : nodeCost(node.proto, operands.inputs, operands.outputs, values);
    const perIteration = count / iterations;
    const times_ = (value: number | null): number | null => (value === null ? null : value * perIteration);
    return {
      name: cutName(name),
      op,
      domain: node?.domain ?? '',
      family: node?.family ?? familyOf(op, ''),
      provider,
      module: node?.module ?? modulePath(name),
      sources: node?.sources ?? [],
      parent,
      count,
      perIteration,
      recordedMs,
      selfMs,
      selfMsCi95: ci95,
      totalMs: selfMs + (insideMs[place] as number),
      share: clean.meanMs > 0 ? selfMs / clean.meanMs : 0,
      gpu,
      inputs: operandFacts(node?.inputs ?? recorded.inputs.map(() => ''), operands.inputs),
      outputs: operandFacts(node?.outputs ?? recorded.outputs.map(() => ''), operands.outputs),
      macs: times_(cost.macs),
      flops: times_(cost.flops),
      bytesRead: times_(cost.bytesRead),
      bytesWritten: times_(cost.bytesWritten),
      memory:
        memory === null
          ? null
          : { allocatedBytes: memory.delta, liveBytes: memory.inUse, peakBytes: memory.peak },
    };
  });
}

/** Of what ran inside of each, at any depth: an inner operator comes after its outer one. */
function insideOf(operators: readonly TalliedOperator[], times: readonly OperatorTime[]): Float64Array {
  const inside = new Float64Array(operators.length);
  for (let place = operators.length - 1; place >= 0; place -= 1) {
    const parent = (operators[place] as TalliedOperator).parent;
    if (parent < 0) continue;
    inside[parent] =
      (inside[parent] as number) + (inside[place] as number) + (times[place] as OperatorTime).selfMs;
  }
  return inside;
}

function coverage(operators: readonly OperatorProfile[], key: 'flops' | 'bytesRead'): number {
  let known = 0;
  let all = 0;
  for (const operator of operators) {
    all += operator.selfMs;
    if (operator[key] !== null) known += operator.selfMs;
  }
  return all === 0 ? 0 : known / all;
}

function notesOf({ tally, notes, executed }: ProfileParts): readonly ProfileNote[] {
  const found: ProfileNote[] = [...notes];
  const isNoted = (kind: ProfileNote['kind']): boolean => notes.some((note) => note.kind === kind);
  if (tally.operators.length === 0 && !isNoted('nothing-recorded'))
    found.push({
      kind: 'nothing-recorded',
      message: 'The runtime recorded no operator.',
      nextStep: 'Profile the model on the CPU: there every operator is recorded.',
    });
  if (executed === null && tally.operators.length > 0 && !isNoted('no-mapping'))
    found.push({
      kind: 'no-mapping',
      message: 'The optimized graph could not be had: operators are not mapped to the file’s nodes.',
      nextStep: 'Profile at graph level disabled, where every node runs as the file has it.',
    });
  const varying = tally.operators.filter(({ shapesVary }) => shapesVary).length;
  if (varying > 0)
    found.push({
      kind: 'shapes-vary',
      message: `Shapes of ${varying} operators changed from one execution to the next; shown are the most frequent.`,
      nextStep: 'Read work and bytes of these operators as those of one case.',
    });
  if (tally.spansCut)
    found.push({
      kind: 'spans-cut',
      message: 'The flame chart shows the first iterations only.',
      nextStep: 'Figures of operators cover all iterations; profile fewer iterations to see all of them.',
    });
  if (tally.operators.some(({ name }) => name.length > LONGEST_NAME))
    found.push({
      kind: 'names-cut',
      message: `Names longer than ${LONGEST_NAME} characters were cut.`,
      nextStep: 'Give the model’s nodes shorter names where they must be told apart.',
    });
  return found;
}

function cutName(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly number[] | Float64Array): Bytes {
  const ascending = Float64Array.from(values).sort();
  const middle = ascending.length >> 1;
  if (ascending.length === 0) return 0;
  return ascending.length % 2 === 1
    ? (ascending[middle] as number)
    : ((ascending[middle - 1] as number) + (ascending[middle] as number)) / 2;
}
