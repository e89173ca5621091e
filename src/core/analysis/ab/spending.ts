import { signedRankBound } from './signed-rank.ts';

/**
 * A fixed spending function (Lan and DeMets, Biometrika 70, 1983): how much of the whole error probability may be
 * used up when so many pairs have been looked at. What is left is for the last look, at the end of the budget. The
 * budget ends by count or by time, never by what was seen. The levels of the looks are added up (Bonferroni), which
 * holds however the looks hang together.
 */
const AT_FIRST_LOOK = 0.08;
const BEFORE_THE_END = 0.75;
const HALF_WAY_PAIRS = 40;

/**
 * Not before the eighth pair: of a model with two speeds, eight pairs all point the same way three times in a hundred
 * thousand, six pairs sixteen times as often. After the last of these, a quarter more each time.
 */
const LOOKS = [8, 12, 16, 20, 24, 32, 40] as const;
const LOOK_GROWTH = 1.25;
export const FIRST_LOOK = LOOKS[0];

/** From here on the exact signed-rank test; with fewer pairs it cannot reach a small level at all. */
export const RANKED_FROM = 12;

/** How the interval of one look is made. */
export type LookBound =
  | { readonly kind: 'none' }
  /** Student's t: the tail on one side. */
  | { readonly kind: 't'; readonly tail: number }
  /** Wilcoxon's signed ranks: the largest refused rank sum. */
  | { readonly kind: 'ranks'; readonly rankSum: number };

export function isLook(pairs: number): boolean {
  for (const look of looks()) if (look >= pairs) return look === pairs;
  return false;
}

/** What the look at so many pairs may use, when all looks together may be wrong with probability `total`. */
export function boundAt(pairs: number, total: number, isLast: boolean): LookBound {
  let spent = 0;
  for (const look of looks()) {
    if (look >= pairs) break;
    spent += boundWithin(look, total * spendable(look) - spent).cost;
  }
  return boundWithin(pairs, (isLast ? total : total * spendable(pairs)) - spent).bound;
}

function* looks(): Generator<number> {
  yield* LOOKS;
  for (let look = LOOKS[LOOKS.length - 1] as number; ;) {
    look = Math.round(look * LOOK_GROWTH);
    yield look;
  }
}

function spendable(pairs: number): number {
  const beyond = pairs - FIRST_LOOK;
  if (beyond < 0) return 0;
  return AT_FIRST_LOOK + ((BEFORE_THE_END - AT_FIRST_LOOK) * beyond) / (beyond + HALF_WAY_PAIRS);
}

function boundWithin(pairs: number, level: number): { readonly bound: LookBound; readonly cost: number } {
  if (pairs >= RANKED_FROM) {
    const { rankSum, probability } = signedRankBound(pairs, level / 2);
    return { bound: { kind: 'ranks', rankSum }, cost: 2 * probability };
  }
  if (pairs < 2 || level < twoSpeedsChance(pairs)) return { bound: { kind: 'none' }, cost: 0 };
  return { bound: { kind: 't', tail: level / 2 }, cost: level };
}

/**
 * A model with two speeds, half of its processes in each, is the worst that Student's t can meet: with probability
 * one quarter a pair's difference is the whole distance, and when all pairs say so, they say it without spread.
 */
function twoSpeedsChance(pairs: number): number {
  return 2 * 0.25 ** pairs;
}
