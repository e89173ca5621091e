import { normalQuantile } from '../distributions/normal.ts';

/** Beyond this the normal approximation is off by less than one rank. */
const EXACT_UP_TO = 120;

export interface SignedRankBound {
  /** The largest rank sum T with P(S ≤ T) within the level; −1 where even T = 0 is too likely. */
  readonly rankSum: number;
  /** P(S ≤ T), what the bound really costs on one side. */
  readonly probability: number;
}

const tails = new Map<number, Float64Array>();

/** Wilcoxon's signed-rank statistic (1945) under a distribution that is symmetric about zero, one side. */
export function signedRankBound(count: number, level: number): SignedRankBound {
  if (count > EXACT_UP_TO) return approximateBound(count, level);
  const cumulative = cumulativeOf(count);
  let rankSum = -1;
  while (rankSum + 1 < cumulative.length && (cumulative[rankSum + 1] as number) <= level) rankSum += 1;
  return { rankSum, probability: rankSum < 0 ? 0 : (cumulative[rankSum] as number) };
}

function cumulativeOf(count: number): Float64Array {
  const known = tails.get(count);
  if (known !== undefined) return known;
  const most = (count * (count + 1)) / 2;
  const probability = new Float64Array(most + 1);
  probability[0] = 1;
  // Each rank is in the sum or not, both with one half; downwards, so that none is counted twice.
  for (let rank = 1; rank <= count; rank += 1) {
    for (let sum = (rank * (rank + 1)) / 2; sum >= 0; sum -= 1) {
      const without = probability[sum] as number;
      probability[sum] = (without + (sum >= rank ? (probability[sum - rank] as number) : 0)) / 2;
    }
  }
  let total = 0;
  const cumulative = probability.map((part) => (total += part));
  tails.set(count, cumulative);
  return cumulative;
}

function approximateBound(count: number, level: number): SignedRankBound {
  const mean = (count * (count + 1)) / 4;
  const deviation = Math.sqrt((count * (count + 1) * (2 * count + 1)) / 24);
  const rankSum = Math.floor(mean + normalQuantile(level) * deviation - 0.5);
  return { rankSum: Math.max(-1, rankSum), probability: level };
}
