import type { Interval } from '../../../contract/latency.ts';
import type { ScalingPoint } from '../../../contract/scaling.ts';
import { tQuantile } from '../distributions/student-t.ts';
import type { LawChoice } from './choose-law.ts';
import { gram, invert, type Matrix } from './least-squares.ts';
import { fitRobustly, relativeScales } from './robust-fit.ts';
import type { FittedLaw } from './laws/types.ts';

export interface Predictor {
  readonly law: FittedLaw;
  /** With the 95 % interval for one more measurement there. */
  at(x: number): { readonly y: number; readonly interval: Interval };
}

/**
 * The law over all points, with prediction intervals as for a regression whose noise grows with the value (Draper
 * and Smith, Applied Regression Analysis, 3rd ed., §3.1 and §9.2; the power law by its tangent). The noise is the
 * greater of what the residuals show and what the points left out had shown. Where other laws explain the points as
 * well, the interval reaches as far as they do: beyond what was measured, to have chosen wrongly is the greater risk.
 */
export function predictor(
  { chosen, alike }: LawChoice,
  points: readonly ScalingPoint[],
  mayFall: boolean,
): Predictor {
  const { law: fitted, weights } = fitRobustly(chosen.law, points, mayFall);
  const others = alike
    .filter((law) => law !== chosen.law)
    .map((law) => fitRobustly(law, points, mayFall).law);
  const scales = relativeScales(points);
  const freedom = Math.max(1, points.length - chosen.law.parameters);
  const squares = points.map(({ x, y }, index) => ((y - fitted.predict(x)) / (scales[index] as number)) ** 2);
  const residual = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / freedom);
  const noise = Math.max(residual, chosen.crossValidationError);
  const gradients = points.map(({ x }) => fitted.gradient(x));
  const columns = (gradients[0] ?? []).map((_, column) => gradients.map((row) => row[column] as number));
  const covariance = columns.length === 0 ? [] : (invert(gram(columns, weights)) ?? []);
  const t = tQuantile(0.975, freedom);
  return {
    law: fitted,
    at(x) {
      const y = fitted.predict(x);
      const half = t * noise * Math.sqrt(y * y + quadraticForm(covariance, fitted.gradient(x)));
      const centres = [y, ...others.map((law) => law.predict(x))];
      // No time, size or rate is less than nothing.
      return { y, interval: [Math.max(0, Math.min(...centres) - half), Math.max(...centres) + half] };
    },
  };
}

function quadraticForm(matrix: Matrix, vector: readonly number[]): number {
  return matrix.reduce(
    (sum, row, i) =>
      sum + row.reduce((inner, value, j) => inner + value * (vector[i] as number) * (vector[j] as number), 0),
    0,
  );
}
