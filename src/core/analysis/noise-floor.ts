import { tQuantile } from './distributions/student-t.ts';
import type { CalibratedMetric, NoiseFloor } from '../../contract/calibration.ts';

const FEWEST_PAIRS = 3;
/** 19 times in 20, to both sides. */
const LEVEL = 0.975;

/**
 * By how much two processes of the same model differ, from the ratios of pairs of them. Which of the two comes first
 * is drawn, so that the middle is known to be 1, and the spread is taken around it; the floor is where Student's t
 * expects the next pair, 19 times in 20. Null for fewer than three pairs.
 */
export function noiseFloor(metric: CalibratedMetric, ratios: readonly number[]): NoiseFloor | null {
  const logs = ratios.filter((ratio) => ratio > 0 && Number.isFinite(ratio)).map(Math.log);
  const pairs = logs.length;
  if (pairs < FEWEST_PAIRS) return null;
  const spread = Math.sqrt(logs.reduce((sum, value) => sum + value * value, 0) / pairs);
  return { metric, floor: Math.expm1(tQuantile(LEVEL, pairs) * spread), spread, pairs };
}
