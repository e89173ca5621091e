import type { ErrorDetails } from './errors.ts';
import type { ResolvedInput, TensorType } from './model.ts';
import type { GraphLevel, LatencySummary, Provider, RunPhase, RunPhases } from './run.ts';
import type { Milliseconds } from './units.ts';

/** One measurement, as the worker gets it: nothing left to decide. */
export interface WorkerJob {
  readonly modelPath: string;
  readonly provider: Provider;
  readonly threads: number | null;
  readonly graphLevel: GraphLevel;
  readonly inputs: readonly ResolvedInput[];
  readonly inputFiles: Readonly<Record<string, string>>;
  readonly vocabulary: number | null;
  readonly seed: number;
  readonly warmup: number;
  readonly iterations: number | null;
  readonly durationMs: Milliseconds | null;
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
  readonly onnxRuntime: string;
}

export interface WorkerApi {
  /** Runs the job to its end. Rejects with DynoError (MODEL_REFUSED, RUN_FAILED, PROVIDER_UNAVAILABLE …). */
  measure(job: WorkerJob): Promise<WorkerResult>;
  /** Ends the loop after the current iteration; measure() then resolves with what there is. */
  stop(): Promise<void>;
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
  onSamples(batch: SampleBatch): void;
  onWarning(warning: ErrorDetails): void;
}
