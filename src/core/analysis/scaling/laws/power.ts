import type { ScalingPoint } from '../../../../contract/scaling.ts';
import { nonNegativeLeastSquares, lossOf, type Problem } from '../least-squares.ts';
import type { FitConditions, FittedLaw, Law } from './types.ts';

/** Outside these no cost of a neural network grows, and a base and a factor could not be told apart. */
const GROWING = { from: 0.1, to: 4 } as const;
const FALLING = { from: -3, to: -0.1 } as const;
const GRID = 24;
const REFINEMENTS = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

interface Found {
  readonly exponent: number;
  readonly loss: number;
  readonly base: number;
  readonly factor: number;
}

/** Base + factor · x^exponent: linear once the exponent is known, so only that is searched for. */
export const powerLaw: Law = { name: 'power', parameters: 3, fit };

function fit(points: readonly ScalingPoint[], conditions: FitConditions): FittedLaw {
  const at = (exponent: number): Found => solveAt(exponent, points, conditions.weights);
  const growing = search(at, GROWING);
  const falling = conditions.mayFall ? search(at, FALLING) : null;
  const { base, factor, exponent } = falling !== null && falling.loss < growing.loss ? falling : growing;
  return {
    name: 'power',
    coefficients: [base, factor, exponent],
    predict: (x) => base + factor * power(x, exponent),
    gradient: (x) => [
      ...(base === 0 ? [] : [1]),
      ...(factor === 0 ? [] : [power(x, exponent), x > 0 ? factor * power(x, exponent) * Math.log(x) : 0]),
    ],
  };
}

/** The best of a grid, then golden sections around it. */
function search(
  at: (exponent: number) => Found,
  range: { readonly from: number; readonly to: number },
): Found {
  const step = (range.to - range.from) / GRID;
  let best = at(range.from);
  for (let index = 1; index <= GRID; index += 1) {
    const found = at(range.from + index * step);
    if (found.loss < best.loss) best = found;
  }
  let low = Math.max(range.from, best.exponent - step);
  let high = Math.min(range.to, best.exponent + step);
  for (let round = 0; round < REFINEMENTS; round += 1) {
    const left = at(high - GOLDEN * (high - low));
    const right = at(low + GOLDEN * (high - low));
    if (left.loss < right.loss) high = right.exponent;
    else low = left.exponent;
    for (const found of [left, right]) if (found.loss < best.loss) best = found;
  }
  return best;
}

function solveAt(exponent: number, points: readonly ScalingPoint[], weights: readonly number[]): Found {
  const problem: Problem = {
    columns: [points.map(() => 1), points.map(({ x }) => power(x, exponent))],
    y: points.map(({ y }) => y),
    weights,
  };
  const [base = 0, factor = 0] = nonNegativeLeastSquares(problem);
  return { exponent, base, factor, loss: lossOf(problem, [base, factor]) };
}

/** Zero items have no part in what falls, as little as in what grows. */
function power(x: number, exponent: number): number {
  return x === 0 ? 0 : x ** exponent;
}
