import { tQuantile } from '../distributions/student-t.ts';
import { valueAtRank } from '../order-statistics.ts';
import { longRunVariance } from '../series/long-run-variance.ts';

/** With fewer values than this nothing is said. */
const FEWEST = 5;
/** With fewer there is nothing to estimate a memory of the series from. */
const FEWEST_DEPENDENT = 20;

/** Tukey's outer fence. */
const FENCE = 3;

export interface Reach {
  readonly mean: number;
  /** To the ends of its 95 % interval. */
  readonly reach: number;
}

/**
 * Of values whose neighbours may resemble each other. A few wild ones are taken for as much as is not yet wild: they
 * are interruptions, which tell nothing of what was interrupted.
 */
export function reachOfMean(given: Float64Array): Reach | null {
  const count = given.length;
  if (count < FEWEST) return null;
  const values = withoutWildest(given);
  const { variance, freedom } =
    count < FEWEST_DEPENDENT ? { variance: varianceOf(values), freedom: count - 1 } : longRunVariance(values);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  return { mean, reach: tQuantile(0.975, freedom) * Math.sqrt(variance / count) };
}

function withoutWildest(values: Float64Array): Float64Array {
  const ascending = Float64Array.from(values).sort();
  const last = ascending.length - 1;
  const [lower, upper] = [valueAtRank(ascending, last / 4), valueAtRank(ascending, (3 * last) / 4)];
  const reach = FENCE * (upper - lower);
  return values.map((value) => Math.min(upper + reach, Math.max(lower - reach, value)));
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
