import { incompleteBeta } from '../distributions/incomplete-beta.ts';
import { upperGamma } from '../distributions/upper-gamma.ts';
import { fitStepAndDrift } from './step-and-drift.ts';
import type { Segment } from './segment.ts';

/** A drift is one where its chance is under this, or under the other and it says more than the step does. */
const SURE_DRIFT = 0.01;
const LIKELY_DRIFT = 0.05;
const LEAST_SKEW = 0.02;

export interface LevelTestOptions {
  /** Correlation of neighbours. */
  readonly phi: number;
  /** What rounding alone does to a value. */
  readonly leastVariance: number;
  readonly mindsDrift: boolean;
}

/**
 * Chance of a step between two segments like this one where the level is the same: the larger one of Student's t and of
 * Pearson's type III with the skew of the difference (as for permutation tests: Mielke & Berry 2007), since a few runs of
 * a skewed noise go far to one side. Where the runs drift, the step is what is left besides the drift.
 */
export function levelTest(
  values: Float64Array,
  left: Segment,
  right: Segment,
  { phi, leastVariance, mindsDrift }: LevelTestOptions,
): number {
  const freedom = left.count + right.count - 2;
  if (freedom < 2 || right.level === left.level) return 1;
  const fit = fitStepAndDrift(values, left, right, phi, leastVariance);
  if (mindsDrift) {
    const drift = studentTail(fit.driftBesidesStep, freedom - 1);
    const saysMore = Math.abs(fit.driftBesidesStep) > Math.abs(fit.stepBesidesDrift);
    if (drift < SURE_DRIFT || (drift < LIKELY_DRIFT && saysMore)) {
      return studentTail(fit.stepBesidesDrift, freedom - 1);
    }
  }
  return Math.max(studentTail(fit.step, freedom), skewedTail(fit.step, skewOf(left, right, leastVariance)));
}

function skewOf(left: Segment, right: Segment, leastVariance: number): number {
  const [n, m] = [left.count, right.count];
  const variance = Math.max(leastVariance, (left.squares + right.squares) / (n + m - 2));
  if (variance === 0) return 0;
  const ofRuns = (left.cubes + right.cubes) / (n + m) / variance ** 1.5;
  return (ofRuns * (1 / (m * m) - 1 / (n * n))) / (1 / n + 1 / m) ** 1.5;
}

function studentTail(t: number, freedom: number): number {
  return Number.isFinite(t) ? incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) : 0;
}

function skewedTail(z: number, skew: number): number {
  const towards = z < 0 ? -skew : skew;
  if (towards < LEAST_SKEW || !Number.isFinite(z)) return 0;
  const shape = 4 / (towards * towards);
  return 2 * upperGamma(shape, shape + Math.abs(z) * Math.sqrt(shape));
}
