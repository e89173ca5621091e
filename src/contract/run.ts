import type { ErrorDetails } from './errors.ts';
import type { LevelName } from './level.ts';
import type { GenerationConfig, GenerationResult } from './generation.ts';
import type { RunEnergy } from './energy.ts';
import type { Environment, HardwareSummary } from './hardware.ts';
import type { LatencySummary, RunningLatency } from './latency.ts';
import type { ModelIdentity, ModelRef, ResolvedInput } from './model.ts';
import type { OutputSummary } from './outputs.ts';
import type { ScenarioConfig, ScenarioResult, ScenarioWish } from './scenario.ts';
import type { ProfileConfig, ProfileSummary, ProfileWish, ProfilingState } from './profile.ts';
import type { RunSignals } from './signals.ts';
import type { Trust, TrustBadge } from './trust.ts';
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
  /** Exactly so many. Left out: until the series is steady, the level's count at least, never beyond a cap. */
  readonly warmup?: number;
  /** Budget for the measured loop. With iterations as well, whichever ends first. */
  readonly durationMs?: Milliseconds;
  /** Ends once the 95 % interval of p50 lies within this share of it to either side: 0.01 is ±1 %. */
  readonly precision?: number;
  /** Before each iteration the processor's caches are overwritten, outside the timed interval. */
  readonly coldCache?: boolean;
  /** "fake:SPEC": latencies from a described distribution instead of a model. The run says so wherever it is shown. */
  readonly executor?: string;
  readonly scenario?: ScenarioWish;
  readonly generation?: Partial<GenerationConfig>;
  /** After the clean pass, one more in which the runtime records each operator. */
  readonly profile?: ProfileWish;
  /** A run that would take more than a day starts only when its user has seen the estimate and said yes. */
  readonly longAgreed?: boolean;
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
  /** Exactly so many, or at least so many where there is a cap. */
  readonly warmup: number;
  /** Null: no search for the steady state, `warmup` iterations and no more. */
  readonly warmupCap: WarmupCap | null;
  readonly durationMs: Milliseconds | null;
  readonly precision: number | null;
  readonly coldCache: boolean;
  readonly executor: string | null;
  readonly scenario: ScenarioConfig | null;
  readonly generation: GenerationConfig | null;
  readonly profile: ProfileConfig | null;
  /** The user's own files by input; empty where all values were made from the seed. */
  readonly inputFiles: Readonly<Record<string, string>>;
  /** Null: the runtime decides. */
  readonly threads: number | null;
  readonly graphLevel: GraphLevel;
  readonly seed: number;
}

/** Whichever is reached first ends the warm-up, steady or not. */
export interface WarmupCap {
  readonly iterations: number;
  readonly durationMs: Milliseconds;
}

/** What the worker's process will take at its peak, predicted from the graph before anything is loaded. */
export interface MemoryEstimate {
  readonly weightBytes: Bytes;
  /** Weights once more: packed or reordered for the kernels, and what loading them leaves behind. */
  readonly weightCopyBytes: Bytes;
  readonly inputBytes: Bytes;
  /** Values alive at once; null where the model's file does not tell the shapes of its intermediate tensors. */
  readonly activationBytes: Bytes | null;
  /** What the provider's arena takes beyond those: it grows by powers of two, and anew for the second run's pattern. */
  readonly arenaBytes: Bytes;
  readonly outputBytes: Bytes | null;
  /** Outputs handed to JavaScript and not yet collected. */
  readonly outputCopyBytes: Bytes;
  /** Kernels, threads, the runtime's pages. */
  readonly overheadBytes: Bytes;
  /** The process with the runtime loaded, before the model. */
  readonly idleBytes: Bytes;
  /** By how much the peak while loading is above the peak while running; mostly 0. */
  readonly loadingBytes: Bytes;
  /** The peak less the idle size and the inputs: all that comes with the model. */
  readonly growthBytes: Bytes;
  /** Measured over predicted growth in earlier runs of this model, by which the growth was corrected; null: none yet. */
  readonly learntFactor: number | null;
  readonly totalBytes: Bytes;
  readonly availableBytes: Bytes;
  /** Null on the CPU; otherwise why nothing is said about the GPU's own memory. */
  readonly gpu: string | null;
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
  /** DOES_NOT_FIT, or TAKES_LONG where nobody has agreed to it yet. */
  readonly refusal: ErrorDetails | null;
  /** What the user asked for and the model cannot follow, in words: a level's batch where the shape is fixed. */
  readonly notes: readonly string[];
  /** Null: nothing to go by yet. Otherwise where the estimate comes from, in words. */
  readonly estimate: { readonly totalMs: Milliseconds; readonly basis: string } | null;
  /** Of one iteration, as in RunWork. */
  readonly flops: number | null;
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
  'profiling',
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

export interface RunThroughput {
  readonly samplesPerSecond: number;
  /** Null for a model without a sequence axis. */
  readonly tokensPerSecond: number | null;
}

/** Of the worker's process. Null is "not measurable here", never zero. */
export interface RunResources {
  /** With the runtime loaded and inputs made, before the model: what every run costs. */
  readonly idleBytes: Bytes | null;
  readonly afterLoadBytes: Bytes | null;
  readonly afterFirstRunBytes: Bytes | null;
  readonly afterMeasuringBytes: Bytes | null;
  /** Highest resident size in each phase. */
  readonly peakBytes: {
    readonly load: Bytes | null;
    readonly firstRun: Bytes | null;
    readonly warmup: Bytes | null;
    readonly measuring: Bytes | null;
  };
  /** Processor time of all its threads while it measured, and as cores kept busy. */
  readonly cpuMs: Milliseconds | null;
  readonly cpuCores: number | null;
  readonly minorFaults: number | null;
  readonly majorFaults: number | null;
  readonly involuntarySwitches: number | null;
  /** Of a cold-cache run: overwritten before each iteration, and part of every size above. */
  readonly coldCacheBytes: Bytes | null;
  /** Smallest step seen of the clock that the iterations were timed with. */
  readonly timerStepMs: Milliseconds | null;
  /**
   * How much further the wall clock went than the monotonic one while it measured. The latter stands still on a
   * suspended machine, so this shows a suspension as well as a clock that was set.
   */
  readonly wallMinusMonotonicMs: Milliseconds | null;
}

/** What the model does in one iteration, counted from the graph. */
export interface RunWork {
  /**
   * Two for each multiply-add of convolutions, matrix products, attention and recurrent cells; null where the file
   * does not tell. A profile counts the other operators' arithmetic as well.
   */
  readonly flops: number | null;
  /** At the median latency. */
  readonly flopsPerSecond: number | null;
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
  /** What the series itself tells: warm-up, drift, two modes, outliers. */
  readonly signals: RunSignals | null;
  readonly resources: RunResources | null;
  readonly work: RunWork | null;
  /** Null where nothing was measured; where nothing has a meter, it holds the reasons. */
  readonly energy: RunEnergy | null;
  /** Null where the run was not profiled, or it ended before. */
  readonly profile: ProfileSummary | null;
  /** The verdict alone: its evidence is among the run's details. */
  readonly trust: TrustBadge | null;
  /** The tested comparison that this run is one side of. */
  readonly comparisonId: string | null;
  readonly sweepId: string | null;
  readonly environment: Environment | null;
  readonly error: ErrorDetails | null;
  /** 24 counts between min and p99 or max, for the sparkline of a table row. */
  readonly spark: readonly number[];
  readonly deletedAt: WallTime | null;
  /**
   * Out of sight unless asked for: lists and "last" leave it out; its id and its name still lead to it, and it is
   * counted, compared and kept as any other.
   */
  readonly archivedAt: WallTime | null;
  /** Kept whatever its age. */
  readonly pinnedAt: WallTime | null;
}

/** What is too much for a row of a list; null where the run has none of it. */
export interface RunDetails {
  readonly trust: Trust | null;
  readonly outputs: readonly OutputSummary[] | null;
  readonly scenario: ScenarioResult | null;
  readonly generation: GenerationResult | null;
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

/** Where a run that goes on stands. */
export interface RunState {
  readonly phase: RunPhase;
  /** Iterations wanted and done; wanted is null under a pure time budget. */
  readonly iterationsDone: number;
  readonly iterationsWanted: number | null;
  readonly warmupDone: number;
  readonly elapsedMs: Milliseconds;
  readonly remainingMs: Milliseconds | null;
  readonly running: RunningLatency | null;
  /** Null before the profiled pass, and where there is none. */
  readonly profiling: ProfilingState | null;
  /** Who else is measuring, while this run waits. */
  readonly waitingFor: string | null;
}

/** What a page that opens in the middle of a run needs to go on from there. */
export interface LiveRun extends RunState {
  readonly run: Run;
  /** Down-sampled so far, seconds and milliseconds as in RunSeries. */
  readonly atSeconds: Float64Array;
  readonly latencyMs: Float64Array;
}

/** One step of a live run, at 10 Hz or better while it measures. */
export interface RunProgress extends RunState {
  readonly runId: string;
  readonly status: RunStatus;
  /** New points since the last event, down-sampled: at most 64. */
  readonly atSeconds: Float64Array;
  readonly latencyMs: Float64Array;
}

export interface RunFilter {
  readonly text?: string;
  readonly limit?: number;
  /** Hidden unless said. */
  readonly archived?: 'hidden' | 'shown' | 'only';
}
