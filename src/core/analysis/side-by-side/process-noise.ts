import type { NoiseFloor } from '../../../contract/calibration.ts';
import type { RunVerdict } from '../../../contract/side-by-side.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { tQuantile } from '../distributions/student-t.ts';

/** Two processes of the same model on the same machine differ by 1 to 3 %, whatever their samples say. */
export const ASSUMED_FLOOR = 0.03;
const TWO_SIDED_95 = 0.975;

/** How far the logarithms of two single runs' medians lie apart for no reason at all, and how well that is known. */
export interface ProcessNoise {
  readonly variance: number;
  /** Of the estimate; infinite where it is assumed. */
  readonly freedom: number;
  readonly floor: RunVerdict['noiseFloor'];
}

export interface MachineNoise {
  /** machineKey() of the run; null where its machine is not known. */
  readonly machine: string | null;
  /** Of the median; null where the machine was never calibrated. */
  readonly floor: NoiseFloor | null;
}

/**
 * From what one process of A over another of A was calibrated to spread by. Where the two ran in two ways (another
 * provider, another runtime), half of either's variance; where one of those was never calibrated, the assumed floor.
 */
export function processNoise(a: MachineNoise, b: MachineNoise): ProcessNoise {
  if (a.floor === null || b.floor === null) return assumed(a.floor ?? b.floor);
  if (a.machine === b.machine) return calibrated(a.floor.spread ** 2, a.floor.pairs);
  const [one, other] = [a.floor.spread ** 2 / 2, b.floor.spread ** 2 / 2];
  const variance = one + other;
  const freedom = variance ** 2 / (one ** 2 / a.floor.pairs + other ** 2 / b.floor.pairs);
  return calibrated(variance, Number.isNaN(freedom) ? Math.min(a.floor.pairs, b.floor.pairs) : freedom);
}

function calibrated(variance: number, freedom: number): ProcessNoise {
  const share = Math.expm1(tQuantile(TWO_SIDED_95, freedom) * Math.sqrt(variance));
  return { variance, freedom, floor: { share, source: 'calibrated' } };
}

/** Never less than the one floor that is known. */
function assumed(known: NoiseFloor | null): ProcessNoise {
  const deviation = Math.max(Math.log1p(ASSUMED_FLOOR) / normalQuantile(TWO_SIDED_95), known?.spread ?? 0);
  const share = Math.expm1(normalQuantile(TWO_SIDED_95) * deviation);
  return { variance: deviation ** 2, freedom: Infinity, floor: { share, source: 'assumed' } };
}
