import { tQuantile } from '../src/core/analysis/distributions/student-t.ts';

export interface RatioBound {
  /** Geometric mean of the pairs' ratios. */
  readonly ratio: number;
  /** One-sided upper 95 % bound of it. */
  readonly upper: number;
}

/** Ratios of pairs, judged on the logarithm, where a ratio and its inverse weigh the same. */
export function boundRatio(ratios: readonly number[]): RatioBound {
  const logs = ratios.map(Math.log);
  const count = logs.length;
  const mean = logs.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { ratio: Math.exp(mean), upper: Number.POSITIVE_INFINITY };
  const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const reach = tQuantile(0.95, count - 1) * Math.sqrt(variance / count);
  return { ratio: Math.exp(mean), upper: Math.exp(mean + reach) };
}
