import { tCdf } from '../distributions/student-t.ts';
import { medianDeviation, valueAtRank } from '../order-statistics.ts';
import { longRunVariance } from './long-run-variance.ts';
import { robustScore } from './robust-score.ts';

export interface Trend {
  /** From the first value to the last, along the line. */
  readonly change: number;
  readonly pValue: number;
}

/**
 * Mann and Kendall's test with Theil and Sen's slope, neither of which minds a few wild values. Where neighbours
 * resemble each other, Kendall's sum varies more than he reckoned: by the long-run variance of what the line leaves
 * (after Hamed and Rao 1998). Every pair of values is looked at, so this is for some hundred of them.
 */
export function trendOf(values: Float64Array): Trend {
  const count = values.length;
  const slopes = new Float64Array((count * (count - 1)) / 2);
  let sum = 0;
  let pair = 0;
  for (let left = 0; left < count; left += 1) {
    for (let right = left + 1; right < count; right += 1) {
      const rise = (values[right] as number) - (values[left] as number);
      sum += Math.sign(rise);
      slopes[pair] = rise / (right - left);
      pair += 1;
    }
  }
  const slope = medianOf(slopes.sort());
  const variance = kendallVariance(values);
  if (variance === 0) return { change: 0, pValue: 1 };
  const { inflation, freedom } = memoryOf(values.map((value, index) => value - slope * index));
  const statistic = (sum - Math.sign(sum)) / Math.sqrt(variance * inflation);
  return { change: slope * (count - 1), pValue: 2 * tCdf(-Math.abs(statistic), freedom) };
}

/** Of Kendall's sum over independent values, some of which may be equal. */
function kendallVariance(values: Float64Array): number {
  const ascending = Float64Array.from(values).sort();
  const term = (size: number): number => (size * (size - 1) * (2 * size + 5)) / 18;
  let variance = term(values.length);
  for (let start = 0, end = 0; start < ascending.length; start = end) {
    while (end < ascending.length && ascending[end] === ascending[start]) end += 1;
    variance -= term(end - start);
  }
  return variance;
}

function memoryOf(residuals: Float64Array): { readonly inflation: number; readonly freedom: number } {
  const ascending = Float64Array.from(residuals).sort();
  const middle = medianOf(ascending);
  const scores = residuals.map(robustScore(middle, medianDeviation(ascending, middle)));
  const { variance, freedom } = longRunVariance(scores);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const apart = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length;
  return { inflation: apart > 0 ? Math.max(1, variance / apart) : 1, freedom };
}

function medianOf(ascending: Float64Array): number {
  return valueAtRank(ascending, (ascending.length - 1) / 2);
}
