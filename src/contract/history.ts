import type { Interval } from './latency.ts';
import type { Unit, WallTime } from './units.ts';

export const HISTORY_METRICS = [
  'p50',
  'mean',
  'p95',
  'p99',
  'samples-per-second',
  'tokens-per-second',
  'memory',
  'energy',
] as const;
export type HistoryMetric = (typeof HISTORY_METRICS)[number];

/** One way of running a model: provider, shapes, threads, graph level, scenario, machine. */
export interface HistoryBenchmark {
  /** RunFacts.benchmark. */
  readonly key: string;
  /** "basic · cpu · 1 × 128 · all · bench-1": what tells it from the model's other ones. */
  readonly label: string;
  readonly runs: number;
  readonly lastAt: WallTime;
  readonly lastMs: number | null;
}

/** A model through its versions: all content hashes that share a name, all names that share a content hash. */
export interface ModelLine {
  /** Of its first version; names it in links. */
  readonly id: string;
  /** The newest name first. */
  readonly names: readonly string[];
  readonly versions: number;
  readonly runs: number;
  readonly lastAt: WallTime;
  /** The one with the most runs first. */
  readonly benchmarks: readonly HistoryBenchmark[];
}

export interface HistoryRequest {
  /** ModelLine.id, a name that it has or had, the beginning of a content hash, or a path to a file. */
  readonly model: string;
  /** Left out: the benchmark with the most runs. */
  readonly benchmark?: string;
  readonly metric?: HistoryMetric;
}

/** In order of time; all arrays are of one length. */
export interface HistoryPoints {
  readonly runIds: readonly string[];
  readonly at: Float64Array;
  readonly values: Float64Array;
  /** Ends of the 95 % interval; NaN where the run has none. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Place in History.versions. */
  readonly version: Uint32Array;
  /** 1 where the run is not to be trusted: it is shown, and counts in no level, change, anomaly or version. */
  readonly leftOut: Uint8Array;
}

/** A value against another: 245 ms → 180 ms (−27 %). */
export interface HistoryChange {
  readonly from: number;
  readonly to: number;
  /** to / from. */
  readonly ratio: number;
  readonly ratioCi95: Interval | null;
  readonly verdict: 'better' | 'worse' | 'same' | 'undecided';
}

export interface HistoryVersion {
  readonly contentHash: string;
  readonly name: string;
  /** Of its first run; null outside of any repository. */
  readonly commit: string | null;
  readonly isCommitDirty: boolean;
  readonly firstRunId: string;
  readonly firstAt: WallTime;
  readonly lastAt: WallTime;
  readonly runs: number;
  /** Median of its runs, with an interval from two of them on. */
  readonly value: number;
  readonly ci95: Interval | null;
  readonly againstPrevious: HistoryChange | null;
  readonly againstBaseline: HistoryChange | null;
}

export interface ChangePoint {
  /** Place in points of the first run after the change. */
  readonly index: number;
  readonly runId: string;
  readonly at: WallTime;
  readonly commit: string | null;
  readonly contentHash: string;
  /** Whether the model, the environment or only the measurement changed with it. */
  readonly cause: 'version' | 'commit' | 'environment' | 'unknown';
  readonly change: HistoryChange;
  readonly pValue: number;
  readonly sentence: string;
}

/** A single run that stands out from its neighbours. */
export interface HistoryAnomaly {
  readonly index: number;
  readonly runId: string;
  /** How many robust deviations from the level around it. */
  readonly score: number;
  readonly sentence: string;
}

export interface History {
  readonly line: ModelLine;
  readonly benchmark: HistoryBenchmark;
  readonly metric: HistoryMetric;
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
  readonly points: HistoryPoints;
  /** In order of their first run. */
  readonly versions: readonly HistoryVersion[];
  readonly changes: readonly ChangePoint[];
  readonly anomalies: readonly HistoryAnomaly[];
  readonly baseline: { readonly name: string; readonly runId: string; readonly value: number } | null;
  readonly goal: number | null;
  /** How change points are found, and with which settings. */
  readonly method: string;
  readonly sentence: string;
}

export interface HistoryApi {
  /** Last used first. */
  listHistories(): Promise<readonly ModelLine[]>;
  /** Throws HISTORY_NOT_FOUND. */
  getHistory(request: HistoryRequest): Promise<History>;
  /** A line to reach; null takes it away. */
  setGoal(line: string, benchmark: string, metric: HistoryMetric, goal: number | null): Promise<void>;
}
