import type { Interval, IntervalOf, LatencySummary } from '../../contract/latency.ts';
import { normalQuantile } from './distributions/normal.ts';
import { tQuantile } from './distributions/student-t.ts';
import { medianDeviation, valueAtRank } from './order-statistics.ts';
import { batchMeans, type BatchMeans } from './series/batch-means.ts';
import { longRunVariance, mostIndependentOf, type LongRunVariance } from './series/long-run-variance.ts';
import { robustScore } from './series/robust-score.ts';

/** Below this an interval would be narrower than it ought to be in too many series. */
export const EFFECTIVE_WANTED = 50;
const CONFIDENCE = 0.95;
/** With fewer there is nothing to estimate a correlation from. */
const FEWEST_SAMPLES = 20;

const FRACTIONS = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;
type Percentile = keyof typeof FRACTIONS;

export type Certainty = Pick<LatencySummary, 'effectiveSize' | 'intervals'>;

/**
 * 95 % intervals of a series whose neighbours resemble each other. That of a percentile lies between two ranks, as
 * far apart as its indicator's long-run variance demands (Woodruff 1952, with the variance of a dependent series);
 * that of the mean is Student's. Nothing is said where an effective size of 50 is out of the question: to withhold
 * whenever the estimate is below 50 would pick the series whose correlation was underestimated, and those intervals
 * are the ones that miss.
 */
export function certaintyOf(
  latenciesMs: Float64Array,
  ascending: Float64Array,
  mean: number,
  percentiles: readonly Percentile[],
): Certainty {
  const memory = memoryOf(latenciesMs, ascending);
  if (memory === null) return { effectiveSize: null, intervals: {} };
  const { effectiveSize } = memory;
  if (!memory.suffices) return { effectiveSize, intervals: {} };
  const intervals: Partial<Record<IntervalOf, Interval>> = { mean: intervalOfMean(latenciesMs, mean) };
  for (const name of percentiles) {
    const interval = intervalOfPercentile(latenciesMs, ascending, FRACTIONS[name], memory.correlation);
    if (interval !== null) intervals[name] = interval;
  }
  return { effectiveSize, intervals };
}

/** The median's interval alone, for who measures until it is narrow enough; null where it needs more samples. */
export function medianInterval(latenciesMs: Float64Array): Interval | null {
  const ascending = Float64Array.from(latenciesMs).sort();
  const memory = memoryOf(latenciesMs, ascending);
  if (memory === null || !memory.suffices) return null;
  return intervalOfPercentile(latenciesMs, ascending, FRACTIONS.p50, memory.correlation);
}

interface Memory {
  readonly effectiveSize: number;
  readonly suffices: boolean;
  /** Between neighbouring batches. */
  readonly correlation: number;
}

function memoryOf(latenciesMs: Float64Array, ascending: Float64Array): Memory | null {
  const count = latenciesMs.length;
  if (count < FEWEST_SAMPLES) return null;
  const median = valueAtRank(ascending, (count - 1) / 2);
  const score = robustScore(median, medianDeviation(ascending, median));
  const batches = batchMeans(latenciesMs, score);
  const longRun = longRunVariance(batches.means);
  const variance = varianceOf(latenciesMs, score);
  const effectiveSize =
    longRun.variance > 0 ? Math.min(count, (count * variance) / (longRun.variance * batches.size)) : count;
  return {
    effectiveSize,
    correlation: longRun.correlation,
    suffices: count >= EFFECTIVE_WANTED && mayBeEnough(effectiveSize, batches, longRun),
  };
}

/** Whether 50 lies under the upper 95 % bounds of the effective size, by the cosines and by the AR(1) alone. */
function mayBeEnough(effectiveSize: number, { means }: BatchMeans, longRun: LongRunVariance): boolean {
  const { correlation, freedom } = longRun;
  const z = normalQuantile(CONFIDENCE);
  // Wilson and Hilferty's approximation of χ² over its degrees of freedom.
  const byCosines = effectiveSize * (1 - 2 / (9 * freedom) + z * Math.sqrt(2 / (9 * freedom))) ** 3;
  const byModel = mostIndependentOf(means.length, correlation);
  return Math.min(byCosines, byModel) >= EFFECTIVE_WANTED;
}

function intervalOfMean(latenciesMs: Float64Array, mean: number): Interval {
  const { means, size } = batchMeans(latenciesMs, (value) => value);
  const { variance, freedom } = longRunVariance(means);
  const reach = critical(freedom) * Math.sqrt((variance * size) / latenciesMs.length);
  return [mean - reach, mean + reach];
}

/** Null where the upper end lies beyond the slowest sample, or the lower one before the fastest. */
function intervalOfPercentile(
  latenciesMs: Float64Array,
  ascending: Float64Array,
  fraction: number,
  correlation: number,
): Interval | null {
  const count = latenciesMs.length;
  const quantile = valueAtRank(ascending, (count - 1) * fraction);
  // Of equal values half lie on either side.
  const indicator = (value: number): number => (value < quantile ? 1 : value > quantile ? 0 : 0.5);
  const { means, size } = batchMeans(latenciesMs, indicator);
  // The score's own correlation: that of an indicator is blurred by noise that has no memory.
  const { variance, freedom } = longRunVariance(means, correlation);
  const t = critical(freedom);
  const reach = t * Math.sqrt(variance * size * count);
  const independent = (fraction * (1 - fraction) * count) / (variance * size);
  // Cornish and Fisher's term for the skewness of a binomial share.
  const skew = (((t * t - 1) * (1 - 2 * fraction)) / 6) * (count / independent);
  const middle = count * fraction + skew - 0.5;
  if (middle - reach < -0.5 || middle + reach > count - 0.5) return null;
  return [
    Math.min(quantile, valueAtRank(ascending, middle - reach)),
    Math.max(quantile, valueAtRank(ascending, middle + reach)),
  ];
}

function critical(freedom: number): number {
  return tQuantile(1 - (1 - CONFIDENCE) / 2, freedom);
}

function varianceOf(values: Float64Array, score: (value: number) => number): number {
  let mean = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) {
    const scored = score(values[index] as number);
    const delta = scored - mean;
    mean += delta / (index + 1);
    squares += delta * (scored - mean);
  }
  return squares / values.length;
}
