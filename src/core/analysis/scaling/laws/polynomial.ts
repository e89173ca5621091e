import type { ScalingLaw, ScalingPoint } from '../../../../contract/scaling.ts';
import { nonNegativeLeastSquares, lossOf, type Problem } from '../least-squares.ts';
import type { FitConditions, FittedLaw, Law } from './types.ts';

/** Base, base + each·x, base + each·x + each²·x². */
export function polynomialLaw(name: ScalingLaw, degree: 0 | 1 | 2): Law {
  return { name, parameters: degree + 1, fit: (points, how) => fit(name, degree, points, how) };
}

function fit(
  name: ScalingLaw,
  degree: number,
  points: readonly ScalingPoint[],
  { weights, mayFall }: FitConditions,
): FittedLaw {
  const powers = Array.from({ length: degree + 1 }, (_, power) => power);
  const y = points.map((point) => point.y);
  const candidates = (mayFall && degree > 0 ? [1, -1] : [1]).map((direction) => {
    const problem: Problem = {
      columns: powers.map((power) => points.map(({ x }) => (power === 0 ? 1 : direction) * x ** power)),
      y,
      weights,
    };
    const found = nonNegativeLeastSquares(problem);
    return {
      loss: lossOf(problem, found),
      coefficients: found.map((value, power) => (power === 0 || value === 0 ? value : direction * value)),
    };
  });
  const { coefficients } = candidates.reduce((best, other) => (other.loss < best.loss ? other : best));
  return {
    name,
    coefficients,
    predict: (x) => coefficients.reduce((sum, value, power) => sum + value * x ** power, 0),
    gradient: (x) => powers.filter((power) => coefficients[power] !== 0).map((power) => x ** power),
  };
}
