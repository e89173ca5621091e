import type { OperatorProfile } from '../../../contract/profile.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import { fitEventCost } from './event-cost.ts';
import type { RecordedOperator } from './event-cost.ts';
import { reachOfMean } from './mean-reach.ts';
import { modeOf } from './mode-of.ts';
import type { ProfileParts } from './profile-parts.ts';
import type { ProfileTally } from './profile-tally.ts';
import type { TalliedOperator } from './tallied-operator.ts';

export interface OperatorTime {
  readonly recordedMs: Milliseconds;
  readonly selfMs: Milliseconds;
  readonly ci95: readonly [Milliseconds, Milliseconds] | null;
  readonly gpu: OperatorProfile['gpu'];
}

/** Of what is cut off a duration to make it whole microseconds: anything between none and one. */
const VARIANCE_OF_CUT = 1 / 12;
const Z = 1.96;

/** What of the clean time is each operator's, by what was recorded of it. */
export function attributedTimes({ tally, clean, recordedMs, controlMs }: ProfileParts): {
  readonly costMs: Milliseconds;
  readonly times: readonly OperatorTime[];
  readonly outsideMs: Milliseconds;
} {
  const { iterations, operators } = tally;
  if (iterations === 0 || operators.length === 0)
    return { costMs: 0, times: operators.map(() => NO_TIME), outsideMs: clean.meanMs };
  const cleanUs = 1000 * (controlMs.length > 0 ? modeOf(controlMs) : clean.meanMs);
  const recorded = operators.map((operator) => recordedOf(operator, tally));
  const { costUs, ownUs, outsideUs, factor } = fitEventCost({
    operators: recorded,
    gapUs: Math.max(0, modeOf(tally.betweenUs)),
    outsideUs: Math.max(0, modeOf(outsideEach(tally.executeUs, recordedMs))),
    cleanUs,
  });
  const toClean = cleanUs > 0 ? (1000 * clean.meanMs) / cleanUs : 0;
  const times = operators.map((operator, place) => {
    const selfMs = ((ownUs[place] as number) * toClean) / 1000;
    return {
      recordedMs: operator.recordedUs / iterations / 1000,
      selfMs,
      ci95: intervalOf(operator, tally, selfMs, (factor * toClean) / 1000),
      gpu: gpuOf(operator, iterations, costUs),
    };
  });
  return { costMs: costUs / 1000, times, outsideMs: (outsideUs * toClean) / 1000 };
}

/** Of each recorded iteration what its executor did not take; of a pass that was cut, those that both know of. */
function outsideEach(executeUs: readonly number[], recordedMs: Float64Array): Float64Array {
  const known = recordedMs.subarray(0, executeUs.length);
  return known.length === 0
    ? Float64Array.of(0)
    : known.map((ms, at) => 1000 * ms - (executeUs[at] as number));
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
    firstEvents: operator.firstEvents / iterations,
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

/** As far around what is left as what was recorded varies, brought to the clean time alike. */
function intervalOf(
  { ownSums, gpu, count }: TalliedOperator,
  { clock, iterations }: ProfileTally,
  selfMs: Milliseconds,
  msOfUs: number,
): readonly [Milliseconds, Milliseconds] | null {
  const known = reachOfMean((gpu?.sums ?? ownSums).means(clock));
  if (known === null) return null;
  const cutUs = (Z * Math.sqrt(VARIANCE_OF_CUT * count)) / iterations;
  const reachMs = Math.hypot(known.reach, cutUs) * msOfUs;
  return [Math.max(0, selfMs - reachMs), selfMs + reachMs];
}
