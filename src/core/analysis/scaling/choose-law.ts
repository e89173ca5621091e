import type { ScalingPoint } from '../../../contract/scaling.ts';
import { LAWS } from './laws/index.ts';
import type { Law } from './laws/types.ts';
import { fitRobustly, median, relativeScales } from './robust-fit.ts';

/** An error beyond so many robust deviations counts as being that far, lest one cell decide for all laws. */
const FARTHEST = 3;

/** Errors below a millionth are rounding: nothing is told by them. */
const FINEST = 1e-6;

export interface ScoredLaw {
  readonly law: Law;
  /** Relative root mean square error over sizes left out one by one; nothing is cut off here. */
  readonly crossValidationError: number;
}

export interface LawChoice {
  readonly chosen: ScoredLaw;
  /** The chosen one and all that these points cannot tell from the best. */
  readonly alike: readonly Law[];
}

interface Scored extends ScoredLaw {
  /** Per size left out. */
  readonly squares: readonly number[];
  readonly score: number;
}

/**
 * The law that predicts best what it has not seen: each size is left out in turn, with all its points, the law is
 * fitted to the rest, and its relative error there taken. Of the laws within one standard error of the best, the
 * simplest is chosen (Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd ed., §7.10). The error
 * is the best's own or that of the difference, whichever is greater: the best of a few owes some of its score to luck.
 */
export function chooseLaw(points: readonly ScalingPoint[], mayFall: boolean): LawChoice {
  const sizes = [...new Set(points.map(({ x }) => x))];
  // A law of as many coefficients as sizes would pass through them all, and have nothing to be wrong about.
  const scored = LAWS.filter(({ parameters }) => parameters < sizes.length).map((law) =>
    scoreOf(law, points, sizes, mayFall),
  );
  const best = scored.reduce((a, b) => (b.score < a.score ? b : a));
  const alike = scored.filter((candidate) => {
    const difference = candidate.squares.map((square, index) => square - (best.squares[index] as number));
    const oneError = Math.max(standardError(difference), standardError(best.squares));
    return mean(difference) <= oneError + FINEST ** 2;
  });
  const fewest = Math.min(...alike.map(({ law }) => law.parameters));
  const chosen = alike
    .filter(({ law }) => law.parameters === fewest)
    .reduce((a, b) => (b.score < a.score ? b : a));
  return { chosen, alike: alike.map(({ law }) => law) };
}

function scoreOf(
  law: Law,
  points: readonly ScalingPoint[],
  sizes: readonly number[],
  mayFall: boolean,
): Scored {
  const scales = relativeScales(points);
  const errors = sizes.map((left) => {
    const rest = points.filter(({ x }) => x !== left);
    const { law: fitted } = fitRobustly(law, rest, mayFall);
    const squares = points.flatMap(({ x, y }, index) =>
      x === left ? [((fitted.predict(x) - y) / (scales[index] as number)) ** 2] : [],
    );
    return Math.sqrt(mean(squares));
  });
  const farthest = FARTHEST * 1.4826 * median(errors);
  const squares = errors.map((error) => Math.min(error, farthest) ** 2);
  return {
    law,
    squares,
    score: mean(squares),
    crossValidationError: Math.sqrt(mean(errors.map((error) => error ** 2))),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
