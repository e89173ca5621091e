import type { IntervalOf, LatencySummary } from '../../contract/latency.ts';
import { EFFECTIVE_WANTED, certaintyOf } from './intervals.ts';
import { medianDeviation, valueAtRank } from './order-statistics.ts';
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
  return valueAtRank(ascending, (ascending.length - 1) * Math.min(1, Math.max(0, fraction)));
}

/** Of samples in the order in which they were measured, since how sure a median is depends on it. */
export function summarizeLatency(
  latenciesMs: Float64Array,
  ascending = Float64Array.from(latenciesMs).sort(),
): LatencySummary | null {
  const count = ascending.length;
  if (count === 0) return null;
  const { mean, std } = meanAndDeviation(ascending);
  const p50 = percentileOfSorted(ascending, 0.5);
  const stated = (['p90', 'p95', 'p99'] as const).filter((name) => samplesMissing(name, count) === 0);
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
    ...certaintyOf(latenciesMs, ascending, mean, ['p50', ...stated]),
  };
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

/**
 * About how many more samples the interval wants; 0 where there is one, null where none was worked out, as in runs
 * of a Dyno that took samples for independent.
 */
export function samplesForInterval(
  of: IntervalOf,
  { count, effectiveSize, intervals }: LatencySummary,
): number | null {
  if (intervals[of] !== undefined) return 0;
  if (effectiveSize === null && count >= EFFECTIVE_WANTED) return null;
  const wanted = of === 'mean' || of === 'p50' ? EFFECTIVE_WANTED : SAMPLES_WANTED[of];
  const each = count / Math.max(1, Math.min(count, effectiveSize ?? count));
  return Math.max(1, Math.ceil(wanted * each) - count);
}
