import type { ModelInfo } from '../../contract/model.ts';
import type { BenchPlan, Run, RunConfig } from '../../contract/run.ts';
import { centreOf } from '../analysis/simulate/fake-spec.ts';
import { parseFakeSpec } from '../analysis/simulate/parse-spec.ts';
import { formatCount, type Milliseconds } from '../../contract/units.ts';

/** Multiply-adds a second that one ordinary core does in fp32: a guess, and called one. */
const ROUGH_MACS_PER_CORE = 10e9;
const SHORTEST_ITERATION_MS = 0.02;
const ROUGH_LOAD_MS = 150;
/** Drawing and storing one simulated iteration. */
const DRAWN_MS = 0.001;
/** What the runtime takes to record one operator, as seen here; and to write and read it again, by its own time. */
const RECORDED_NODE_MS = 0.009;
const READ_SHARE = 0.5;
/** After so many iterations, and so long, most models were found steady that were measured here. */
const TYPICAL_WARMUP = 60;
const TYPICAL_WARMUP_MS = 100;

export interface EstimateSources {
  readonly earlier: readonly Run[];
  /** Multiply-adds of one iteration at a configuration; null where the model does not tell. */
  macsOf(config: RunConfig): number | null;
  /** Learnt from runs of other models in this store. */
  readonly learntMacsPerSecond: number | null;
  readonly cores: number;
}

type Estimate = NonNullable<BenchPlan['estimate']>;

interface IterationGuess {
  readonly iterationMs: Milliseconds;
  readonly overheadMs: Milliseconds;
  readonly basis: string;
}

/** How long it may take, and where that comes from: the nearest thing that was measured, else arithmetic. */
export function estimateTime(info: ModelInfo, config: RunConfig, sources: EstimateSources): Estimate | null {
  if (config.executor !== null) return estimateSimulated(config, config.executor);
  // A scenario lasts as long as it is told to, however fast the model is.
  if (config.scenario !== null)
    return {
      totalMs: (config.durationMs ?? 0) + (config.warmupCap?.durationMs ?? 0) + ROUGH_LOAD_MS,
      basis: 'the time of its points',
    };
  const guess = fromEarlierRun(info, config, sources.earlier) ?? fromWork(config, sources);
  if (guess === null) {
    if (config.durationMs === null) return null;
    const totalMs = config.durationMs + ROUGH_LOAD_MS + (config.profile?.durationMs ?? 0);
    return { totalMs, basis: 'the time budget alone' };
  }
  return wholeOf(guess, config, info.nodeCount);
}

/** Simulated time is drawn rather than waited for, unless it is to be watched. */
function estimateSimulated(config: RunConfig, executor: string): Estimate | null {
  const spec = parseFakeSpec(executor);
  const whole = wholeOf(
    { iterationMs: centreOf(spec.shape), overheadMs: spec.loadMs, basis: 'what the fake executor was told' },
    config,
  );
  if (whole === null || spec.realtime) return whole;
  return {
    totalMs: (whole.totalMs / centreOf(spec.shape)) * DRAWN_MS,
    basis: 'simulated time, not waited for',
  };
}

function wholeOf(guess: IterationGuess, config: RunConfig, nodes = 0): Estimate | null {
  const totalMs =
    guess.overheadMs +
    warmupTime(config, guess.iterationMs) +
    loopTime(config, guess.iterationMs) +
    profileTime(config, guess, nodes);
  if (!Number.isFinite(totalMs)) return null;
  return { totalMs, basis: config.precision === null ? guess.basis : `${guess.basis}; at most` };
}

/** A budget ends a loop between two iterations, and never before the first. */
function loopTime(
  { iterations, durationMs }: { readonly iterations: number | null; readonly durationMs: number | null },
  iterationMs: Milliseconds,
): Milliseconds {
  const counted = iterations === null ? Infinity : iterations * iterationMs;
  return Math.min(counted, Math.max(durationMs ?? Infinity, iterationMs));
}

/** Recording makes each iteration longer by its operators, and loads the model anew for the first slice and the rest. */
function profileTime(
  { profile }: RunConfig,
  { iterationMs, overheadMs }: IterationGuess,
  nodes: number,
): Milliseconds {
  if (profile === null) return 0;
  const recording = loopTime(profile, iterationMs + nodes * RECORDED_NODE_MS);
  return 2 * overheadMs + recording + recording * READ_SHARE;
}

function warmupTime({ warmup, warmupCap }: RunConfig, iterationMs: Milliseconds): Milliseconds {
  if (warmupCap === null) return warmup * iterationMs;
  const iterations = Math.max(warmup, TYPICAL_WARMUP, TYPICAL_WARMUP_MS / iterationMs);
  return loopTime({ iterations, durationMs: warmupCap.durationMs }, iterationMs);
}

function fromEarlierRun(info: ModelInfo, config: RunConfig, earlier: readonly Run[]): IterationGuess | null {
  const work = workOf(config);
  const alike = earlier
    .filter((run) => isSameModel(run, info) && run.config.provider === config.provider)
    // A query's time in a scenario is waiting as well.
    .filter(({ config: { executor, scenario, generation } }) => {
      return executor === null && scenario === null && generation === null;
    })
    .filter((run) => run.latencyMs !== null)
    .sort((left, right) => distance(left, work) - distance(right, work) || right.createdAt - left.createdAt);
  const run = alike[0];
  if (run === undefined || run.latencyMs === null) return null;
  const scale = work / workOf(run.config);
  const { loadMs, firstRunMs } = run.phases;
  const of = `${sizeWords(run.config)} on ${run.config.provider}`;
  return {
    iterationMs: run.latencyMs.mean * scale,
    overheadMs: (loadMs ?? ROUGH_LOAD_MS) + (firstRunMs ?? 0) * scale,
    basis: scale === 1 ? `an earlier run at ${of}` : `an earlier run at ${of}, scaled by size`,
  };
}

function distance(run: Run, work: number): number {
  return Math.abs(Math.log(workOf(run.config) / work));
}

function isSameModel({ model }: Run, { ref }: ModelInfo): boolean {
  return model.ref.kind === ref.kind && model.ref.location === ref.location;
}

function workOf({ batch, sequence }: RunConfig): number {
  return Math.max(1, batch) * Math.max(1, sequence ?? 1);
}

function sizeWords({ batch, sequence }: RunConfig): string {
  return sequence === null ? `batch ${batch}` : `batch ${batch}, sequence ${sequence}`;
}

function fromWork(config: RunConfig, sources: EstimateSources): IterationGuess | null {
  const macs = sources.macsOf(config);
  if (macs === null) return null;
  const learnt = sources.learntMacsPerSecond;
  const rate = learnt ?? ROUGH_MACS_PER_CORE * (config.threads ?? sources.cores);
  return {
    iterationMs: Math.max(SHORTEST_ITERATION_MS, (macs / rate) * 1000),
    overheadMs: ROUGH_LOAD_MS,
    basis:
      learnt === null
        ? `${formatCount(rate / 1e9)} billion multiply-adds a second, a rough guess until something was measured here`
        : `the model’s multiply-adds at the rate of other models measured here`,
  };
}
