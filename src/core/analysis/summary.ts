import type { LatencySummary } from '../../contract/latency.ts';
import { fewestUnderLatency } from './early-stopping.ts';

/** Fewest samples for which a percentile may be stated: the early-stopping rule with one sample over it. */
export const SAMPLES_WANTED = {
  p90: fewestUnderLatency(0.9, 1) + 1,
  p95: fewestUnderLatency(0.95, 1) + 1,
  p99: fewestUnderLatency(0.99, 1) + 1,
  p999: fewestUnderLatency(0.999, 1) + 1,
} as const;

/** Percentile of an ascending series, interpolated linearly between ranks (Hyndman and Fan's type 7, as numpy). */
export function percentileOfSorted(ascending: Float64Array, fraction: number): number {
  if (ascending.length === 0) return Number.NaN;
  const rank = (ascending.length - 1) * Math.min(1, Math.max(0, fraction));
  const below = Math.floor(rank);
  const low = ascending[below] as number;
  const high = ascending[Math.min(below + 1, ascending.length - 1)] as number;
  return low + (high - low) * (rank - below);
}

/**
 * Ranks whose values enclose the median with 95 % confidence, by the binomial distribution of order statistics
 * (normal approximation, Conover 1999, §3.2). Assumes independent samples.
 */
export function medianIntervalRanks(count: number): readonly [number, number] {
  const half = (1.96 * Math.sqrt(count)) / 2;
  const low = Math.max(0, Math.floor(count / 2 - half) - 1);
  const high = Math.min(count - 1, Math.ceil(count / 2 + half));
  return [low, high];
}

export function summarizeLatency(samples: Float64Array): LatencySummary | null {
  if (samples.length === 0) return null;
  const ascending = Float64Array.from(samples).sort();
  return summarizeSorted(ascending);
}

export function summarizeSorted(ascending: Float64Array): LatencySummary | null {
  const count = ascending.length;
  if (count === 0) return null;
  const { mean, std } = meanAndDeviation(ascending);
  const [low, high] = medianIntervalRanks(count);
  const p50 = percentileOfSorted(ascending, 0.5);
  const guarded = (name: keyof typeof SAMPLES_WANTED, fraction: number): number | null =>
    samplesMissing(name, count) > 0 ? null : percentileOfSorted(ascending, fraction);
  return {
    count,
    mean,
    std,
    mad: medianDeviation(ascending, p50),
    min: ascending[0] as number,
    max: ascending[count - 1] as number,
    p50,
    p90: guarded('p90', 0.9),
    p95: guarded('p95', 0.95),
    p99: guarded('p99', 0.99),
    p999: guarded('p999', 0.999),
    effectiveSize: null,
    intervals: { p50: [ascending[low] as number, ascending[high] as number] },
  };
}

function medianDeviation(values: Float64Array, median: number): number {
  return percentileOfSorted(values.map((value) => Math.abs(value - median)).sort(), 0.5);
}

/** Welford's running form: no cancellation, whatever the offset. Sample deviation (n − 1). */
function meanAndDeviation(values: Float64Array): { mean: number; std: number } {
  let mean = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    const delta = value - mean;
    mean += delta / (index + 1);
    squares += delta * (value - mean);
  }
  return { mean, std: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

/** How many more samples a percentile wants before it may be stated without a warning; 0 when it has them. */
export function samplesMissing(percentile: keyof typeof SAMPLES_WANTED, count: number): number {
  return Math.max(0, SAMPLES_WANTED[percentile] - count);
}
