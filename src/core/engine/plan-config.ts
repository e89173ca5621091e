import { findLevel, type Level } from '../../contract/level.ts';
import type { ModelInfo, ResolvedInput, TensorPort } from '../../contract/model.ts';
import { PROFILE_DEFAULT } from '../../contract/profile.ts';
import type { BenchRequest, RunConfig, WarmupCap } from '../../contract/run.ts';
import type { FileInput } from '../../contract/worker-api.ts';
import { basename } from 'node:path';
import { parseFakeSpec } from '../analysis/simulate/parse-spec.ts';
import { withScenario } from './fill-scenario.ts';
import { roleOfDimension } from '../model/dimension-role.ts';
import { resolveInputs } from '../model/index.ts';
import { DynoError } from '../../contract/errors.ts';

/** Without a level or a count of one's own: basic, and never longer than this. */
const DEFAULT_BUDGET_MS = 30_000;
/** For a precision without a count or a time of its own: what is not sure by then, more of the same will not make so. */
const PRECISION_BUDGET_MS = 60_000;
/** Enough for a model of 20 µs to be compiled and for a clock to come up; a model of a second is warm after a few. */
const WARMUP_CAP_ITERATIONS = 100_000;
const WARMUP_CAP_MS = 3000;
const DEFAULT_SEED = 1;
const BASIC = findLevel('basic') as Level;

type Counted = 'iterations' | 'durationMs' | 'warmup';
type Structure = Pick<ModelInfo, 'inputs' | 'hasBatch' | 'hasSequence'>;

/** Fills every blank of a request. Throws where the model cannot follow it. */
export function fillConfig(
  info: Structure,
  request: BenchRequest,
  files: readonly FileInput[] = [],
): RunConfig {
  const inputs = inputsOf(info, request, files);
  const counted =
    request.iterations !== undefined || request.durationMs !== undefined || request.precision !== undefined;
  const level = request.level === undefined ? null : levelOf(request.level);
  const asBasic = !counted && request.batch === undefined && request.sequence === undefined;
  const config: RunConfig = {
    level: level?.name ?? (asBasic && request.shapes === undefined ? 'basic' : null),
    provider: request.provider ?? 'cpu',
    batch: sizeOf(info, inputs, 'batch') ?? 1,
    sequence: info.hasSequence ? (sizeOf(info, inputs, 'sequence') ?? null) : null,
    inputs,
    ...countsOf(request, level, counted),
    precision: request.precision ?? null,
    coldCache: request.coldCache ?? false,
    executor: executorOf(request),
    scenario: null,
    generation: null,
    profile: profileOf(request),
    inputFiles: request.inputFiles ?? {},
    threads: request.threads ?? null,
    graphLevel: request.graphLevel ?? 'all',
    seed: request.seed ?? DEFAULT_SEED,
  };
  return request.scenario === undefined ? config : withScenario(info, request, request.scenario, config);
}

/** Looked at now, so that a description with a slip in it never takes a place in the queue. */
function executorOf({ executor, scenario, generation }: BenchRequest): string | null {
  if (executor === undefined) return null;
  parseFakeSpec(executor);
  if (scenario === undefined && generation === undefined) return executor;
  throw new DynoError({
    code: 'USAGE',
    message: `The fake executor does not simulate ${scenario === undefined ? 'generation' : 'scenarios'}.`,
    subject: '--executor',
    nextStep: 'Leave out one of the two.',
  });
}

/** Of a profiled pass whose iterations the user counts. */
const LONGEST_COUNTED_MS = 600_000;

function profileOf({ profile, executor, scenario, generation }: BenchRequest): RunConfig['profile'] {
  if (profile === undefined) return null;
  const other =
    executor !== undefined ? 'a simulated run' : scenario ? 'a scenario' : generation && 'a generation';
  if (other !== undefined) {
    throw new DynoError({
      code: 'USAGE',
      message: `Only plain runs can be profiled, not ${other}.`,
      subject: '--profile',
      nextStep: 'Profile the model by itself, in a run of its own.',
    });
  }
  const { iterations, durationMs } = profile;
  return {
    // With a time of the user's own, that alone ends it.
    iterations: iterations ?? (durationMs === undefined ? PROFILE_DEFAULT.iterations : null),
    // And with a count of the user's own, that: the time is then only where nobody would wait on.
    durationMs: durationMs ?? (iterations === undefined ? PROFILE_DEFAULT.durationMs : LONGEST_COUNTED_MS),
  };
}

/** What a level wishes and this model cannot follow, in words. */
export function unfollowedWishes(info: Structure, request: BenchRequest): readonly string[] {
  if (request.level === undefined || info.inputs.length === 0) return [];
  const { name, batch, sequence } = levelOf(request.level);
  const notes: string[] = [];
  if (!info.hasBatch)
    notes.push(`The model’s batch is fixed: the batch of ${batch} of ${name} does not count.`);
  if (!info.hasSequence && info.inputs.some((port) => axisOf(port, 'sequence') >= 0))
    notes.push(`The model’s sequence is fixed: the length of ${sequence} of ${name} does not count.`);
  return notes;
}

function levelOf(name: string): Level {
  const level = findLevel(name);
  if (level !== undefined) return level;
  throw new DynoError({
    code: 'LEVEL_UNKNOWN',
    message: `There is no level ${name}.`,
    subject: name,
    nextStep: 'Choose one of the twelve from basic to perfect.',
  });
}

function countsOf(
  { iterations, durationMs, warmup, precision }: BenchRequest,
  level: Level | null,
  counted: boolean,
): Pick<RunConfig, 'iterations' | 'durationMs' | 'warmup' | 'warmupCap'> {
  const plain = plainCounts({ iterations, durationMs, warmup }, level, counted);
  // A level's count would end it long before it is precise: the user's own count and time are what bounds it.
  const counts =
    precision === undefined
      ? plain
      : { ...plain, ...boundsOfPrecision(iterations ?? null, durationMs ?? null) };
  // A count of the user's own is kept to; else it is the least, and the search for the steady state has its cap.
  return { ...counts, warmupCap: warmup === undefined ? warmupCapOf(counts) : null };
}

function boundsOfPrecision(
  iterations: number | null,
  durationMs: number | null,
): Pick<RunConfig, 'iterations' | 'durationMs'> {
  return { iterations, durationMs: durationMs ?? (iterations === null ? PRECISION_BUDGET_MS : null) };
}

function warmupCapOf({ warmup, durationMs }: Pick<RunConfig, 'warmup' | 'durationMs'>): WarmupCap {
  return {
    iterations: Math.max(WARMUP_CAP_ITERATIONS, warmup * 10),
    durationMs: Math.min(WARMUP_CAP_MS, durationMs ?? Infinity),
  };
}

function plainCounts(
  { iterations, durationMs, warmup }: { readonly [K in Counted]: number | undefined },
  level: Level | null,
  counted: boolean,
): Pick<RunConfig, 'iterations' | 'durationMs' | 'warmup'> {
  if (level !== null) {
    return {
      iterations: iterations ?? level.iterations,
      durationMs: durationMs ?? null,
      warmup: warmup ?? (iterations === undefined ? level.warmup : Math.ceil(iterations / 10)),
    };
  }
  if (!counted) {
    return { iterations: BASIC.iterations, durationMs: DEFAULT_BUDGET_MS, warmup: warmup ?? BASIC.warmup };
  }
  return {
    iterations: iterations ?? null,
    durationMs: durationMs ?? null,
    warmup: warmup ?? Math.min(BASIC.warmup, Math.ceil((iterations ?? Infinity) / 10)),
  };
}

function inputsOf(
  info: Structure,
  request: BenchRequest,
  files: readonly FileInput[],
): readonly ResolvedInput[] {
  const level = request.level === undefined ? null : levelOf(request.level);
  const shapes = {
    ...request.shapes,
    ...Object.fromEntries(files.map(({ input, shape }) => [input, shape])),
  };
  const given = Object.keys(shapes).length > 0;
  // A level's sizes are a wish that a model without such an axis ignores; a user's own are not.
  const wish = (own: number | undefined, ofLevel: number | undefined, free: boolean): number | null =>
    own ?? (free && !(given && level === null) ? (ofLevel ?? null) : null);
  const resolved = resolveInputs(info, {
    batch: wish(request.batch, level?.batch ?? BASIC.batch, info.hasBatch),
    sequence: wish(request.sequence, level?.sequence ?? BASIC.sequence, info.hasSequence),
    ...(given && { shapes }),
  });
  return resolved.map((input) => {
    const file = files.find((known) => known.input === input.name);
    if (file === undefined) return input;
    if (file.type !== input.type) throw wrongType(input, file, request.inputFiles?.[input.name] ?? '');
    return {
      name: input.name,
      type: input.type,
      shape: file.shape,
      values: `from ${basename(request.inputFiles?.[input.name] ?? 'a file')}`,
    };
  });
}

function wrongType(input: ResolvedInput, file: FileInput, path: string): DynoError {
  return new DynoError({
    code: 'INPUT_INVALID',
    message: `Input ${input.name} takes ${input.type}, but ${basename(path)} holds ${file.type}.`,
    subject: path,
    nextStep: `Save the values as ${input.type}.`,
  });
}

/** The size that the first axis of this role has; undefined where no input has one. */
function sizeOf(
  { inputs: ports }: Structure,
  inputs: readonly ResolvedInput[],
  role: 'batch' | 'sequence',
): number | undefined {
  for (const [index, port] of ports.entries()) {
    const axis = axisOf(port, role);
    const size = axis < 0 ? undefined : inputs[index]?.shape[axis];
    if (size !== undefined && size > 0) return size;
  }
  return undefined;
}

function axisOf(port: TensorPort, role: 'batch' | 'sequence'): number {
  return (port.shape ?? []).findIndex((_dimension, axis) => roleOfDimension(port, axis) === role);
}
