import type { NoiseFloor } from '../../../../contract/calibration.ts';
import { tQuantile } from '../../distributions/student-t.ts';

/** By how much two processes differ that do the same, 19 times in 20, as a share. */
export interface Noise {
  readonly share: number;
  readonly source: 'calibrated' | 'assumed';
}

/** Where a machine was never calibrated. */
const ASSUMED: Noise = { share: 0.03, source: 'assumed' };

export function noiseOf(floor: NoiseFloor | null): Noise {
  if (floor === null || floor.pairs < 1) return ASSUMED;
  return { share: tQuantile(0.975, floor.pairs) * floor.spread, source: 'calibrated' };
}
