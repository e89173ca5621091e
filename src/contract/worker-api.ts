import type { ErrorDetails } from './errors.ts';
import type { ResolvedInput, TensorType } from './model.ts';
import type { GenerationConfig, GenerationResult } from './generation.ts';
import type { ModelGraph } from './model-graph.ts';
import type { ProfileConfig, ProfileOutcome, ProfileSlice } from './profile.ts';
import type { OutputSummary } from './outputs.ts';
import type { LatencySummary } from './latency.ts';
import type { GraphLevel, Provider, RunPhase, RunPhases, RunResources, WarmupCap } from './run.ts';
import type { ScenarioConfig, ScenarioResult } from './scenario.ts';
import type { RunSignals } from './signals.ts';
import type { Milliseconds } from './units.ts';

/** One measurement, as the worker gets it: nothing left to decide. */
export interface WorkerJob {
  readonly modelPath: string;
  readonly provider: Provider;
  readonly threads: number | null;
  readonly graphLevel: GraphLevel;
  readonly inputs: readonly ResolvedInput[];
  readonly inputFiles: Readonly<Record<string, string>>;
  readonly batch: number;
  readonly sequence: number | null;
  readonly vocabulary: number | null;
  readonly seed: number;
  readonly warmup: number;
  readonly warmupCap: WarmupCap | null;
  readonly iterations: number | null;
  readonly durationMs: Milliseconds | null;
  readonly precision: number | null;
  readonly coldCache: boolean;
  /** Which executor is meant: null is the real one. */
  readonly executor: string | null;
  readonly scenario: ScenarioConfig | null;
  readonly generation: GenerationConfig | null;
  readonly profile: ProfileConfig | null;
  /** Where the profiled pass may write for a while; whoever gave it removes it. Null without such a pass. */
  readonly profileFolder: string | null;
}

/** Samples since the last batch: at most 32,768, at about 10 Hz. Copied, since no channel between processes transfers. */
export interface SampleBatch {
  /** Milliseconds from the first measured iteration to the first of this batch. */
  readonly startMs: Milliseconds;
  /** And to the end of the last one. */
  readonly endMs: Milliseconds;
  readonly latenciesMs: Float64Array;
}

export interface WorkerResult {
  readonly stopped: boolean;
  readonly phases: RunPhases;
  readonly latencyMs: LatencySummary | null;
  readonly spark: readonly number[];
  readonly series: {
    readonly atSeconds: Float64Array;
    readonly latencyMs: Float64Array;
    readonly quantileLevels: Float64Array;
    readonly quantilesMs: Float64Array;
  } | null;
  readonly signals: RunSignals | null;
  readonly resources: RunResources | null;
  readonly outputs: readonly OutputSummary[] | null;
  readonly scenario: ScenarioResult | null;
  readonly generation: GenerationResult | null;
  readonly profile: ProfileOutcome | null;
  readonly onnxRuntime: string;
}

/** Some iterations on request, from a worker that is loaded and warm. */
export interface SliceLimits {
  /** Ends at whichever is reached first, but never before one iteration. */
  readonly iterations: number | null;
  readonly durationMs: Milliseconds | null;
}

export interface WorkerReady {
  readonly phases: RunPhases;
  readonly signals: Pick<RunSignals, 'warmup'>;
  /** Up to the end of the warm-up; what concerns measuring is null. */
  readonly resources: RunResources | null;
  readonly outputs: readonly OutputSummary[];
  readonly onnxRuntime: string;
}

export interface WorkerApi {
  /** Runs the job to its end. Rejects with DynoError (MODEL_REFUSED, RUN_FAILED, PROVIDER_UNAVAILABLE …). */
  measure(job: WorkerJob): Promise<WorkerResult>;
  /** Loads the model, runs it once and warms up; what is measured then is asked for slice by slice. */
  prepare(job: WorkerJob): Promise<WorkerReady>;
  /** Only after prepare(). Nothing is streamed: the samples are the answer. */
  slice(limits: SliceLimits): Promise<Float64Array>;
  /** Ends the loop after the current iteration; measure() then resolves with what there is. */
  stop(): Promise<void>;
  /** The kernel's monotonic clock as this process sees it: for measuring the offset between two. */
  clock(): Promise<Milliseconds>;
  /** The model's structure at these inputs, without the runtime: large files are parsed outside the host. */
  readGraph(modelPath: string, inputs: readonly ResolvedInput[]): Promise<ModelGraph>;
  /** Which providers this runtime build offers, and its version. Loads the runtime. */
  describeRuntime(): Promise<RuntimeDescription>;
  /** Type and shape of the tensors in the user's input files, by the input that each is for. */
  describeInputFiles(files: Readonly<Record<string, string>>): Promise<readonly FileInput[]>;
}

export interface FileInput {
  readonly input: string;
  readonly type: TensorType;
  readonly shape: readonly number[];
}

export interface RuntimeDescription {
  readonly onnxRuntime: string;
  readonly providers: readonly {
    readonly name: Provider;
    readonly available: boolean;
    readonly reason: string;
  }[];
}

export interface WorkerEvents {
  onPhase(phase: RunPhase, phases: RunPhases): void;
  onWarmup(done: number): void;
  /** The first measured iteration begins: the kernel's monotonic clock, on which the sampler's ticks lie too. */
  onMeasuring(beganAtMs: Milliseconds): void;
  onSamples(batch: SampleBatch): void;
  /** Where a profiled pass follows: all of the clean one, so that nothing which happens from here on can lose it. */
  onMeasured(result: WorkerResult): void;
  /** Of the pass that comes after the measured one. */
  onProfileSlice(slice: ProfileSlice): void;
  onWarning(warning: ErrorDetails): void;
}
