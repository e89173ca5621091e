import type { ErrorDetails } from './errors.ts';
import type { LevelName } from './level.ts';
import type { Environment, HardwareSummary } from './hardware.ts';
import type { ModelIdentity, ModelRef, ResolvedInput } from './model.ts';
import type { Bytes, Milliseconds, WallTime } from './units.ts';

export const PROVIDERS = ['cpu', 'webgpu', 'cuda'] as const;
export type Provider = (typeof PROVIDERS)[number];

export const GRAPH_LEVELS = ['disabled', 'basic', 'extended', 'all'] as const;
export type GraphLevel = (typeof GRAPH_LEVELS)[number];

/** What a user asks for. Everything left out is filled by the plan, and the run records what was used. */
export interface BenchRequest {
  readonly model: ModelRef;
  readonly level?: LevelName;
  readonly provider?: Provider;
  readonly batch?: number;
  readonly sequence?: number;
  /** Input name to shape, overriding all else. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
  /** Input name to a .npy or .pb file, or one .npz for several (absolute paths). */
  readonly inputFiles?: Readonly<Record<string, string>>;
  readonly iterations?: number;
  readonly warmup?: number;
  /** Budget for the measured loop. With iterations as well, whichever ends first. */
  readonly durationMs?: Milliseconds;
  readonly threads?: number;
  readonly graphLevel?: GraphLevel;
  readonly seed?: number;
  readonly name?: string;
  readonly tags?: readonly string[];
  /** False: refuse instead of queueing when the machine is already measuring. */
  readonly wait?: boolean;
  /** Where the command was typed: the git commit of this folder goes into the environment. */
  readonly workingFolder?: string;
}

/** The request with every blank filled: what the worker does and what the store records. */
export interface RunConfig {
  readonly level: LevelName | null;
  readonly provider: Provider;
  readonly batch: number;
  /** Null for a model without a sequence axis. */
  readonly sequence: number | null;
  readonly inputs: readonly ResolvedInput[];
  /** Null: as many as fit the time budget. */
  readonly iterations: number | null;
  readonly warmup: number;
  readonly durationMs: Milliseconds | null;
  /** Null: the runtime decides. */
  readonly threads: number | null;
  readonly graphLevel: GraphLevel;
  readonly seed: number;
}

export interface MemoryEstimate {
  readonly weightBytes: Bytes;
  readonly inputBytes: Bytes;
  /** Null where the model's file does not tell the shapes of its intermediate tensors. */
  readonly activationBytes: Bytes | null;
  readonly outputBytes: Bytes | null;
  readonly totalBytes: Bytes;
  readonly availableBytes: Bytes;
}

export interface LevelFit {
  readonly level: LevelName;
  readonly fits: boolean;
  /** Why not, in numbers; empty where it fits. */
  readonly reason: string;
  readonly estimateMs: Milliseconds | null;
}

/** Shown before the start: what would run, whether it fits, how long it may take. */
export interface BenchPlan {
  readonly request: BenchRequest;
  readonly config: RunConfig;
  readonly memory: MemoryEstimate;
  readonly refusal: ErrorDetails | null;
  /** Null: nothing to go by yet. Otherwise where the estimate comes from, in words. */
  readonly estimate: { readonly totalMs: Milliseconds; readonly basis: string } | null;
  readonly levels: readonly LevelFit[];
  /** The command line that does the same. */
  readonly command: string;
}

export const RUN_STATUSES = ['queued', 'running', 'done', 'stopped', 'failed', 'crashed'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export const RUN_PHASES = [
  'waiting',
  'preparing',
  'loading',
  'first-run',
  'warm-up',
  'measuring',
  'storing',
] as const;
export type RunPhase = (typeof RUN_PHASES)[number];

/** Load: read the model and create the session. The first run is apart: it allocates, and compiles on a GPU. */
export interface RunPhases {
  readonly loadMs: Milliseconds | null;
  readonly firstRunMs: Milliseconds | null;
  readonly warmupMs: Milliseconds | null;
  readonly measuredMs: Milliseconds | null;
}

/** Exact, over all samples. Whether p99 rests on enough of them is said by samplesMissing in core/analysis/summary. */
export interface LatencySummary {
  readonly count: number;
  readonly mean: Milliseconds;
  readonly std: Milliseconds;
  readonly min: Milliseconds;
  readonly max: Milliseconds;
  readonly p50: Milliseconds;
  readonly p90: Milliseconds;
  readonly p95: Milliseconds;
  readonly p99: Milliseconds;
  readonly p999: Milliseconds | null;
  /** 95 % interval of the median by order statistics; wide where samples are few. */
  readonly p50Low: Milliseconds;
  readonly p50High: Milliseconds;
}

export interface RunThroughput {
  readonly samplesPerSecond: number;
  /** Null for a model without a sequence axis. */
  readonly tokensPerSecond: number | null;
}

/** One row of the store, as every page and command sees it. */
export interface Run {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly status: RunStatus;
  readonly model: ModelIdentity;
  readonly config: RunConfig;
  readonly createdAt: WallTime;
  readonly startedAt: WallTime | null;
  readonly endedAt: WallTime | null;
  readonly phases: RunPhases;
  /** Null until something was measured. */
  readonly latencyMs: LatencySummary | null;
  readonly throughput: RunThroughput | null;
  readonly hardware: HardwareSummary | null;
  readonly environment: Environment | null;
  readonly error: ErrorDetails | null;
  /** 24 counts between min and p99 or max, for the sparkline of a table row. */
  readonly spark: readonly number[];
  readonly deletedAt: WallTime | null;
}

/** Condensed for drawing: never more points than pixels, extremes kept. */
export interface RunSeries {
  readonly runId: string;
  readonly sampleCount: number;
  /** Seconds since the first measured iteration; with latency in ms, in pairs of bucket minimum and maximum. */
  readonly atSeconds: Float64Array;
  readonly latencyMs: Float64Array;
  /** Quantile function at quantileLevels, exact over all samples. */
  readonly quantileLevels: Float64Array;
  readonly quantilesMs: Float64Array;
}

/** What a page that opens in the middle of a run needs to go on from there. */
export interface LiveRun {
  readonly run: Run;
  readonly phase: RunPhase;
  /** Iterations wanted and done; wanted is null under a pure time budget. */
  readonly iterationsDone: number;
  readonly iterationsWanted: number | null;
  readonly warmupDone: number;
  readonly elapsedMs: Milliseconds;
  readonly remainingMs: Milliseconds | null;
  readonly running: RunningLatency | null;
  /** Down-sampled so far, seconds and milliseconds as in RunSeries. */
  readonly atSeconds: Float64Array;
  readonly latencyMs: Float64Array;
  /** Who else is measuring, while this run waits. */
  readonly waitingFor: string | null;
}

/** Percentiles so far, from a log-bucket histogram (relative error below 0.4 %); exact ones follow at the end. */
export interface RunningLatency {
  readonly count: number;
  readonly mean: Milliseconds;
  readonly min: Milliseconds;
  readonly max: Milliseconds;
  readonly p50: Milliseconds;
  readonly p50Low: Milliseconds;
  readonly p50High: Milliseconds;
  readonly p90: Milliseconds;
  readonly p99: Milliseconds | null;
}

/** One step of a live run, at 10 Hz or better while it measures. */
export interface RunProgress {
  readonly runId: string;
  readonly status: RunStatus;
  readonly phase: RunPhase;
  readonly iterationsDone: number;
  readonly iterationsWanted: number | null;
  readonly warmupDone: number;
  readonly elapsedMs: Milliseconds;
  readonly remainingMs: Milliseconds | null;
  readonly running: RunningLatency | null;
  /** New points since the last event, down-sampled: at most 64. */
  readonly atSeconds: Float64Array;
  readonly latencyMs: Float64Array;
  readonly waitingFor: string | null;
}

export interface RunFilter {
  readonly text?: string;
  readonly limit?: number;
}
