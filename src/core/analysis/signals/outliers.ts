import type { Outliers } from '../../../contract/signals.ts';
import { medianDeviation } from '../order-statistics.ts';

const FEWEST_SAMPLES = 10;
const THRESHOLD = 3.5;
/** Of a normal distribution: its median absolute deviation, and one over its mean absolute deviation. */
const MAD_OF_NORMAL = 0.6745;
const INVERSE_MEAN_DEVIATION = 1.253314;

/**
 * By the modified z-score (Iglewicz and Hoaglin 1993). Where more than half of all samples are equal, as under a
 * coarse clock, the median deviation is zero, and the mean deviation stands in for it.
 */
export function outliersOf(ascending: Float64Array, medianMs: number): Outliers | null {
  const count = ascending.length;
  if (count < FEWEST_SAMPLES) return null;
  const reach = reachOf(ascending, medianMs);
  let outliers = 0;
  let outlierMs = 0;
  let totalMs = 0;
  for (const value of ascending) {
    totalMs += value;
    if (Math.abs(value - medianMs) <= reach) continue;
    outliers += 1;
    outlierMs += value;
  }
  const max = ascending[count - 1] as number;
  return {
    count: outliers,
    share: outliers / count,
    timeShare: totalMs > 0 ? outlierMs / totalMs : 0,
    slowestMs: max - medianMs > reach ? max : null,
  };
}

function reachOf(ascending: Float64Array, medianMs: number): number {
  const mad = medianDeviation(ascending, medianMs);
  if (mad > 0) return (THRESHOLD * mad) / MAD_OF_NORMAL;
  let sum = 0;
  for (const value of ascending) sum += Math.abs(value - medianMs);
  return (THRESHOLD * INVERSE_MEAN_DEVIATION * sum) / ascending.length;
}
