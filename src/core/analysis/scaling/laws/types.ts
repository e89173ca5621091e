import type { ScalingLaw, ScalingPoint } from '../../../../contract/scaling.ts';

/** A law with its coefficients found. */
export interface FittedLaw {
  readonly name: ScalingLaw;
  /** As ScalingFit says, in units of x and y. */
  readonly coefficients: readonly number[];
  predict(x: number): number;
  /** Change of the prediction with each coefficient that is free: one that its bound holds at zero is not. */
  gradient(x: number): readonly number[];
}

export interface FitConditions {
  /** One per point: how much its squared error counts. */
  readonly weights: readonly number[];
  /** The metric may become less as x grows; otherwise no growth term is negative. */
  readonly mayFall: boolean;
}

/** A form that the growth may have. */
export interface Law {
  readonly name: ScalingLaw;
  readonly parameters: number;
  fit(points: readonly ScalingPoint[], conditions: FitConditions): FittedLaw;
}
