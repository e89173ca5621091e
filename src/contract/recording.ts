import type { Alert, Severity } from './alert.ts';
import type {
  ClockAlignment,
  HardwareChannel,
  HardwareDevice,
  HardwareSourceReport,
  SamplerHealth,
} from './hardware-channels.ts';
import type { Milliseconds, Seconds, WallTime } from './units.ts';

/** A stretch of hardware samples in the store: beside a run, or recorded for itself. */
export interface Recording {
  readonly id: string;
  readonly name: string;
  /** The run that it was recorded beside. */
  readonly runId: string | null;
  readonly startedAt: WallTime;
  /** Null while it goes on. */
  readonly endedAt: WallTime | null;
  readonly hertz: number;
  readonly sampleCount: number;
  /**
   * Second 0 on the kernel's monotonic clock: a run's first measured iteration, else the first sample. Null until
   * it is known.
   */
  readonly originMs: Milliseconds | null;
  /** How well the sampler's and the worker's clocks were seen to agree; null where there was none to ask. */
  readonly clocks: { readonly sampler: ClockAlignment | null; readonly worker: ClockAlignment | null };
  readonly devices: readonly HardwareDevice[];
  readonly channels: readonly HardwareChannel[];
  /** What was not measurable, and why. */
  readonly sources: readonly HardwareSourceReport[];
  readonly health: SamplerHealth | null;
  readonly deletedAt: WallTime | null;
}

export interface RecordingWish {
  /** Channel ids; left out: all. */
  readonly channels?: readonly string[];
  readonly fromSeconds?: Seconds;
  readonly toSeconds?: Seconds;
  /** Down-sampled to about so many points a channel, extremes kept; left out: every sample. */
  readonly points?: number;
}

/** One channel over time; its times are its own, since down-sampling keeps other points of each. */
export interface ChannelSeries {
  readonly channel: string;
  readonly atSeconds: Float64Array;
  /** NaN where nothing could be read. Repeats are left out: a line between fresh readings says the same. */
  readonly values: Float64Array;
}

/** D2: any metric over any range. Of fresh readings only: a repeat is no new evidence. */
export interface ChannelSummary {
  readonly channel: string;
  readonly count: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly median: number | null;
  readonly std: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** D2: all of a recording, or of what is remembered live, in one document. */
export interface MonitoringReport {
  readonly fromWall: WallTime;
  readonly toWall: WallTime;
  readonly durationMs: Milliseconds;
  readonly channels: readonly HardwareChannel[];
  readonly summaries: readonly ChannelSummary[];
  readonly alerts: readonly Alert[];
  readonly alertsBySeverity: Readonly<Record<Severity, number>>;
}
