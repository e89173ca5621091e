import { tQuantile } from '../distributions/student-t.ts';
import { longRunVariance } from '../series/long-run-variance.ts';

/** With fewer values than this nothing is said. */
const FEWEST = 5;
/** With fewer there is nothing to estimate a memory of the series from. */
const FEWEST_DEPENDENT = 20;

/** From the mean to the ends of its 95 % interval, for values whose neighbours may resemble each other. */
export function reachOfMean(values: Float64Array): number | null {
  const count = values.length;
  if (count < FEWEST) return null;
  const { variance, freedom } =
    count < FEWEST_DEPENDENT ? { variance: varianceOf(values), freedom: count - 1 } : longRunVariance(values);
  return tQuantile(0.975, freedom) * Math.sqrt(variance / count);
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
