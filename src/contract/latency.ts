import type { Milliseconds } from './units.ts';

/** From low to high, at 95 % confidence. */
export type Interval = readonly [low: number, high: number];

export const INTERVAL_OF = ['mean', 'p50', 'p90', 'p95', 'p99'] as const;
export type IntervalOf = (typeof INTERVAL_OF)[number];

/**
 * Exact, over all samples. A percentile is null where MLPerf's early-stopping rule wants more samples than there
 * are: samplesMissing in core/analysis/summary says how many.
 */
export interface LatencySummary {
  readonly count: number;
  readonly mean: Milliseconds;
  /** Sample deviation (n − 1). */
  readonly std: Milliseconds;
  /** Median absolute deviation, unscaled. */
  readonly mad: Milliseconds;
  readonly min: Milliseconds;
  readonly max: Milliseconds;
  readonly p50: Milliseconds;
  readonly p90: Milliseconds | null;
  readonly p95: Milliseconds | null;
  readonly p99: Milliseconds | null;
  readonly p999: Milliseconds | null;
  /** How many independent samples would say as much about the median; null where it was not worked out. */
  readonly effectiveSize: number | null;
  /** 95 % intervals that respect autocorrelation; absent where the effective size is too small for one. */
  readonly intervals: Readonly<Partial<Record<IntervalOf, Interval>>>;
}

/** Percentiles so far, from a log-bucket histogram (relative error below 0.4 %); exact ones follow at the end. */
export interface RunningLatency {
  readonly count: number;
  readonly mean: Milliseconds;
  readonly min: Milliseconds;
  readonly max: Milliseconds;
  readonly p50: Milliseconds;
  readonly p50Low: Milliseconds | null;
  readonly p50High: Milliseconds | null;
  readonly p90: Milliseconds | null;
  readonly p99: Milliseconds | null;
}
