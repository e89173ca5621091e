/**
 * One-sided upper quantiles of Student's t at 95 %, by degrees of freedom; between two rows the larger one is
 * taken, so that the bound errs on the strict side.
 */
const T_95: readonly (readonly [number, number])[] = [
  [1, 6.314],
  [2, 2.92],
  [3, 2.353],
  [4, 2.132],
  [5, 2.015],
  [7, 1.895],
  [9, 1.833],
  [11, 1.796],
  [14, 1.761],
  [19, 1.729],
  [24, 1.711],
  [29, 1.699],
  [39, 1.685],
  [59, 1.671],
];

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
  const t = T_95.findLast(([freedom]) => freedom <= count - 1)?.[1] ?? Number.POSITIVE_INFINITY;
  return { ratio: Math.exp(mean), upper: Math.exp(mean + t * Math.sqrt(variance / count)) };
}
