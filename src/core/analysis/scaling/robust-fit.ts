import type { ScalingPoint } from '../../../contract/scaling.ts';
import type { FittedLaw, Law } from './laws/types.ts';

/** Huber's constant: 95 % as efficient as least squares on normal errors. */
const HUBER = 1.345;
const ROUNDS = 12;
/** Points beyond the coefficients, below which no outlier can be told from growth. */
const FREE_WANTED = 3;
/** No series is measured better than to a thousandth. */
const SMALLEST_SCALE = 0.001;
/** Of the largest value: what is smaller still is as good as zero beside it. */
const SMALLEST_SHARE = 1e-9;

export interface RobustFit {
  readonly law: FittedLaw;
  readonly weights: readonly number[];
}

/**
 * Least squares of the relative error, so that 0.1 ms off at 1 ms counts as much as 10 ms off at 100 ms. Where there
 * are points enough, those far from the law count less (Huber 1964, by iterated weights): one cell that something
 * else disturbed must not bend it. At the largest x of all nothing tells a disturbance from growth.
 */
export function fitRobustly(law: Law, points: readonly ScalingPoint[], mayFall: boolean): RobustFit {
  const scales = relativeScales(points);
  const plain = scales.map((scale) => scale ** -2);
  let weights = plain;
  let fitted = law.fit(points, { weights, mayFall });
  if (points.length - law.parameters < FREE_WANTED) return { law: fitted, weights };
  for (let round = 0; round < ROUNDS; round += 1) {
    const errors = points.map(
      ({ x, y }, index) => Math.abs(y - fitted.predict(x)) / (scales[index] as number),
    );
    const scale = Math.max(SMALLEST_SCALE, 1.4826 * median(errors));
    weights = plain.map(
      (weight, index) => weight * Math.min(1, (HUBER * scale) / Math.max(1e-300, errors[index] as number)),
    );
    fitted = law.fit(points, { weights, mayFall });
  }
  return { law: fitted, weights };
}

/** What errors are relative to: the value itself; for a zero, the smallest value that is none. */
export function relativeScales(points: readonly ScalingPoint[]): readonly number[] {
  const sizes = points.map(({ y }) => Math.abs(y)).filter((size) => size > 0);
  const smallest = sizes.length === 0 ? 1 : Math.max(Math.min(...sizes), Math.max(...sizes) * SMALLEST_SHARE);
  return points.map(({ y }) => Math.max(Math.abs(y), smallest));
}

export function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = ascending.length / 2;
  if (ascending.length % 2 === 1) return ascending[Math.floor(middle)] as number;
  return ((ascending[middle - 1] ?? 0) + (ascending[middle] ?? 0)) / 2;
}
