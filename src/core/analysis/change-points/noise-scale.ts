import { normalQuantile } from '../distributions/normal.ts';

const UPPER = 0.8;

/**
 * The noise from one run to the next, as a normal deviation, from the differences of neighbours: no level disturbs it,
 * and a tenth of the runs may be outliers. Of the median and the upper fifth of the differences the larger, since noise
 * of two modes shows in the latter only. Where most runs are equal to the digit: what the others differ by, times their
 * share. Zero for equal values.
 */
export function noiseScale(values: Float64Array): number {
  const steps = new Float64Array(Math.max(0, values.length - 1));
  for (let at = 0; at < steps.length; at += 1) {
    steps[at] = Math.abs((values[at + 1] as number) - (values[at] as number));
  }
  steps.sort();
  const middle = steps[steps.length >> 1] ?? 0;
  if (middle > 0) {
    const upper = steps[Math.floor(steps.length * UPPER)] as number;
    const deviations = Math.max(middle / normalQuantile(0.75), upper / normalQuantile((1 + UPPER) / 2));
    return deviations / Math.SQRT2;
  }
  const equal = steps.findIndex((step) => step > 0);
  if (equal < 0) return 0;
  const unequal = steps.length - equal;
  return ((steps[equal + (unequal >> 1)] as number) * unequal) / steps.length;
}

/** The smallest step between two different values: what rounding has left of them. */
export function resolutionOf(ascending: Float64Array): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let at = 1; at < ascending.length; at += 1) {
    const gap = (ascending[at] as number) - (ascending[at - 1] as number);
    if (gap > 0 && gap < smallest) smallest = gap;
  }
  return Number.isFinite(smallest) ? smallest : 0;
}
