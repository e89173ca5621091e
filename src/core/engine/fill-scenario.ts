import { availableParallelism } from 'node:os';
import { DynoError } from '../../contract/errors.ts';
import type { ModelInfo, ResolvedInput } from '../../contract/model.ts';
import type { BenchRequest, RunConfig } from '../../contract/run.ts';
import type { QueryForm, ScenarioConfig, ScenarioKind, ScenarioWish } from '../../contract/scenario.ts';
import { countPoints, sessionsNeeded } from '../analysis/scenario/plan-points.ts';
import { queryAxes } from './query-axes.ts';

/** MLPerf's multi-stream has eight samples in flight. */
const USUAL_STREAMS = 8;
const USUAL_MAX_BATCH = 32;
/** Each session holds the weights once more. */
const USUAL_SESSIONS = 4;
const POINT_MS = 10_000;
const SWEPT_POINT_MS = 5000;
const WARMUP_MS = 1000;
const MOST_WARMUP = 1_000_000;
const MOST_SWEPT_SESSIONS = 32;

type Structure = Pick<ModelInfo, 'inputs' | 'hasBatch' | 'hasSequence'>;

/** The configuration of a scenario: sessions, batching and points decided, and what was decided otherwise said. */
export function withScenario(
  info: Structure,
  request: BenchRequest,
  wish: ScenarioWish,
  plain: RunConfig,
  cores: number = availableParallelism(),
): RunConfig {
  refuseWhatDoesNotGoTogether(request);
  const kind = kindOf(wish);
  const threads = plain.threads ?? 1;
  const joining = queryAxes(info, request, plain.inputs);
  const query: QueryForm = { samples: plain.batch, sequence: plain.sequence, axes: joining.axes };
  const remarks: string[] = [];

  const single = kind === 'single-stream';
  const sessions = single
    ? 1
    : (wish.sessions ?? Math.max(1, Math.min(USUAL_SESSIONS, Math.floor(cores / threads))));
  if (single && (wish.sessions ?? 1) > 1)
    remarks.push('With one query in flight there is work for one session only.');
  const wantedBatch = wish.maxBatch ?? (single ? 1 : USUAL_MAX_BATCH);
  const maxBatch = single || joining.whyNotJoined !== null ? 1 : wantedBatch;
  if (!single && joining.whyNotJoined !== null && wish.maxBatch !== 1)
    remarks.push(`Queries are not joined: ${joining.whyNotJoined}.`);
  if (single && wish.sweep !== undefined && wish.sweep.length > 0)
    remarks.push('With one query in flight there is nothing to sweep.');
  if (single && wantedBatch > 1) remarks.push('With one query in flight there is nothing to join it with.');
  const mixed = wish.lengths === 'mixed' && joining.whyNotMixed === null;
  if (wish.lengths === 'mixed' && joining.whyNotMixed !== null)
    remarks.push(`All queries have the same length: ${joining.whyNotMixed}.`);

  const sweep = sweepOf(kind, wish, { sessions, maxBatch, cores });
  const scenario: ScenarioConfig = {
    kind,
    sessions,
    streams: single ? 1 : (wish.streams ?? USUAL_STREAMS),
    queriesPerSecond: wish.queriesPerSecond ?? null,
    maxBatch,
    batchDelayMs: wish.batchDelayMs ?? 0,
    durationMs: wish.durationMs ?? request.durationMs ?? (sweep.length === 0 ? POINT_MS : SWEPT_POINT_MS),
    lengths: mixed ? 'mixed' : 'fixed',
    sweep,
    query,
    remarks,
  };
  const most = sessionsNeeded(scenario);
  if (most * threads > cores)
    remarks.push(
      `${most} sessions of ${threads === 1 ? 'one thread' : `${threads} threads`} want more than the ${cores} ${cores === 1 ? 'core' : 'cores'} of this machine.`,
    );
  return {
    ...plain,
    threads,
    iterations: request.iterations ?? null,
    warmup: request.warmup ?? 0,
    warmupCap: request.warmup === undefined ? { iterations: MOST_WARMUP, durationMs: WARMUP_MS } : null,
    durationMs: scenario.durationMs * countPoints(scenario),
    scenario,
  };
}

/** Inputs as large as they get, for whoever asks what fits: all that are joined, and padded. */
export function largestInputs({ inputs, scenario }: RunConfig): readonly ResolvedInput[] {
  if (scenario === null) return inputs;
  return inputs.map((input) => ({
    ...input,
    shape: input.shape.map((size, axis) =>
      axis === scenario.query.axes[input.name]?.batch ? size * scenario.maxBatch : size,
    ),
  }));
}

function kindOf({ kind, queriesPerSecond, streams }: ScenarioWish): ScenarioKind {
  if (kind !== undefined) return kind;
  if (queriesPerSecond !== undefined) return 'server';
  return streams === undefined ? 'offline' : 'multi-stream';
}

function sweepOf(
  kind: ScenarioKind,
  { sweep = [], streams }: ScenarioWish,
  { sessions, maxBatch, cores }: { sessions: number; maxBatch: number; cores: number },
): ScenarioConfig['sweep'] {
  if (kind === 'single-stream') return [];
  if (sweep !== 'auto') {
    if (kind === 'server' || sweep.every(Number.isInteger)) return sweep;
    throw usage(`sweep: ${kind} sweeps whole numbers.`, 'sweep', 'Write --sweep 1,2,4,8.');
  }
  if (kind === 'server') return 'auto';
  const most =
    kind === 'offline'
      ? Math.min(MOST_SWEPT_SESSIONS, Math.max(sessions, 2 * cores))
      : Math.max(streams ?? 0, 2 * sessions * maxBatch, 2 * cores);
  return doublingTo(most);
}

function doublingTo(most: number): readonly number[] {
  const values: number[] = [];
  for (let value = 1; value < most; value *= 2) values.push(value);
  return [...values, most];
}

function refuseWhatDoesNotGoTogether({ precision, coldCache, generation }: BenchRequest): void {
  if (precision !== undefined)
    throw usage(
      'precision: a scenario lasts as long as its duration says, not until an interval is narrow.',
      'precision',
      'Leave --precision out, or measure without --scenario.',
    );
  if (coldCache === true)
    throw usage(
      'coldCache: clearing the caches between queries would be load of its own in a scenario.',
      'coldCache',
      'Leave --cold-cache out, or measure without --scenario.',
    );
  if (generation !== undefined)
    throw usage(
      'generation: a run is either a scenario or a generation.',
      'generation',
      'Ask for one of the two.',
    );
}

function usage(message: string, subject: string, nextStep: string): DynoError {
  return new DynoError({ code: 'USAGE', message, subject, nextStep });
}
