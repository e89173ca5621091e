import type { Alert, Threshold } from './alert.ts';
import type {
  ClockAlignment,
  HardwareCatalog,
  HardwareFrames,
  ProcessTable,
  SamplerHealth,
} from './hardware-channels.ts';
import type {
  ChannelSeries,
  ChannelSummary,
  MonitoringReport,
  Recording,
  RecordingWish,
} from './recording.ts';
import type { Seconds, WallTime } from './units.ts';

/** What a page that opens now needs to go on from here. */
export interface HardwareNow {
  /** Null until the sampler has looked around. */
  readonly catalog: HardwareCatalog | null;
  /** The last 1000 ticks or less, all of the catalog's revision. */
  readonly frames: HardwareFrames | null;
  readonly processes: ProcessTable | null;
  readonly health: SamplerHealth | null;
  /** The sampler's clock against the host's; null until it was measured. */
  readonly alignment: ClockAlignment | null;
  /** The host's wall clock less the monotonic clock of the frames: what turns their times into times of day. */
  readonly wallMinusMonotonicMs: number;
  /** The recording that goes on for itself (not a run's). */
  readonly recording: Recording | null;
}

/** A value from outside, with the time at which it was true. */
export interface OutsideMetric {
  readonly name: string;
  readonly value: number;
  readonly at?: WallTime;
}

export const WATCHED_MS = 15_000;

export interface HardwareApi {
  hardwareNow(): Promise<HardwareNow>;
  /**
   * Ticks at the chosen rate, and the table of processes, for the next WATCHED_MS: whoever looks asks again meanwhile.
   * A page that is closed or lost costs nothing for long.
   */
  watchHardware(): Promise<void>;
  /** 1 to 100 a second, for as long as this program runs; a run may ask for more meanwhile. */
  setHardwareRate(hertz: number): Promise<void>;

  startRecording(name: string): Promise<Recording>;
  /** Ends the one that goes on for itself. */
  stopRecording(): Promise<Recording>;
  /** Newest first; those of runs are left out. */
  listRecordings(): Promise<readonly Recording[]>;
  /** By id, a unique beginning of one, a name, or "last"; a run's by "run:" and the run. */
  getRecording(reference: string): Promise<Recording>;
  readRecording(id: string, wish: RecordingWish): Promise<readonly ChannelSeries[]>;
  renameRecording(id: string, name: string): Promise<Recording>;
  deleteRecordings(ids: readonly string[]): Promise<void>;
  restoreRecordings(ids: readonly string[]): Promise<void>;
  /**
   * Of a recording, or of what is remembered live ("live"). Second 0 is the recording's own; live it is the newest tick,
   * and the last minute begins at -60.
   */
  summarizeHardware(
    recordingId: string,
    range: { readonly fromSeconds?: Seconds; readonly toSeconds?: Seconds },
  ): Promise<readonly ChannelSummary[]>;
  monitoringReport(recordingId: string): Promise<MonitoringReport>;

  listThresholds(): Promise<readonly Threshold[]>;
  /** Adds it, or replaces the one of the same id. */
  saveThreshold(threshold: Threshold): Promise<void>;
  /** A built-in one goes back to its default. */
  deleteThreshold(id: string): Promise<void>;
  /** Open ones first, then the newest; at most 100. */
  listAlerts(): Promise<readonly Alert[]>;
  acknowledgeAlerts(ids: readonly string[]): Promise<void>;

  recordOutside(metrics: readonly OutsideMetric[]): Promise<void>;
}
