import type { Spread } from '../../../contract/trace-report.ts';
import { valueAtRank } from '../order-statistics.ts';

/** Sorts what it is given. Quantiles by linear interpolation between ranks. */
export function spreadOf(values: Float64Array): Spread {
  const count = values.length;
  if (count === 0) return { count: 0, mean: 0, min: 0, p50: 0, p95: 0, p99: 0, max: 0 };
  values.sort();
  let sum = 0;
  for (const value of values) sum += value;
  const at = (share: number): number => valueAtRank(values, share * (count - 1));
  return {
    count,
    mean: sum / count,
    min: values[0] ?? 0,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: values[count - 1] ?? 0,
  };
}
