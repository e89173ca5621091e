import type { Bytes, Milliseconds, Percent, WallTime } from './units.ts';

/** One tick of the sampler. Null is "not measurable here", never zero. */
export interface HardwareSample {
  readonly at: WallTime;
  readonly cpuPercent: Percent | null;
  readonly perCorePercent: readonly Percent[];
  /** Mean over the cores, and the fastest of them: the one that works where only one does. */
  readonly cpuMHz: number | null;
  readonly cpuFastestMHz: number | null;
  /** Time that the hypervisor gave to other machines. */
  readonly stealPercent: Percent | null;
  /** Time in which some program was ready and had no processor (the kernel's pressure, "some"). */
  readonly cpuWaitPercent: Percent | null;
  readonly memoryUsedBytes: Bytes | null;
  readonly memoryTotalBytes: Bytes | null;
  /** The measuring worker, where one runs. */
  readonly process: ProcessSample | null;
  /** What the sampler itself costs, in percent of one core. */
  readonly samplerCpuPercent: Percent | null;
}

export interface ProcessSample {
  readonly pid: number;
  /** Of one core: 200 is two cores busy. */
  readonly cpuPercent: Percent | null;
  readonly residentBytes: Bytes | null;
  readonly threads: number | null;
}

/** A run's hardware in one row. */
export interface HardwareSummary {
  readonly sampleCount: number;
  readonly cpuMeanPercent: Percent | null;
  readonly cpuMaxPercent: Percent | null;
  readonly workerCpuMeanPercent: Percent | null;
  readonly workerPeakBytes: Bytes | null;
  readonly memoryMaxBytes: Bytes | null;
  /** Of the busiest card; null where none tells. */
  readonly gpuMeanPercent: Percent | null;
  readonly gpuMaxPercent: Percent | null;
  readonly gpuMemoryMaxBytes: Bytes | null;
  /** Of all metered devices together. */
  readonly meanWatts: number | null;
  /** Share of the time in which a card or processor said that it held itself back. */
  readonly throttledPercent: Percent | null;
}

export interface HardwareSeries {
  readonly runId: string;
  /** Seconds since the first measured iteration, negative before it. */
  readonly atSeconds: Float64Array;
  readonly cpuPercent: Float64Array;
  readonly workerCpuPercent: Float64Array;
  readonly workerBytes: Float64Array;
  readonly memoryUsedBytes: Float64Array;
}

/** Where a run was made, whole enough to say later why two runs differ. */
export interface Environment {
  readonly cpu: { readonly model: string; readonly cores: number; readonly physicalCores: number | null };
  readonly memoryBytes: Bytes;
  readonly os: { readonly name: string; readonly kernel: string; readonly arch: string };
  readonly gpus: readonly {
    readonly name: string;
    readonly memoryBytes: Bytes | null;
    readonly driver: string | null;
  }[];
  readonly node: string;
  readonly electron: string | null;
  readonly onnxRuntime: string | null;
  readonly dyno: string;
  readonly git: { readonly commit: string; readonly dirty: boolean; readonly folder: string } | null;
  readonly host: string;
}

export type CheckState = 'ok' | 'missing' | 'warning';

export interface DoctorCheck {
  readonly id: string;
  readonly title: string;
  readonly state: CheckState;
  readonly detail: string;
  /** Empty where nothing needs doing. */
  readonly nextStep: string;
}

export interface DoctorReport {
  readonly checks: readonly DoctorCheck[];
  readonly environment: Environment;
  readonly tookMs: Milliseconds;
}
