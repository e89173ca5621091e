import type { NoiseFloor } from '../../../contract/calibration.ts';
import { DEVIATIONS_PER_MAD } from '../change-points/segment.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { medianDeviation, valueAtRank } from '../order-statistics.ts';

/** How far a single run's value lies off its level for no reason: deviation of its logarithm, and how well it is known. */
export interface RunSpread {
  readonly variance: number;
  readonly freedom: number;
  readonly source: 'history' | 'calibrated' | 'assumed';
}

/** By which two processes of one model differ 19 times in 20, where nothing was measured. */
const ASSUMED_FLOOR = 0.03;
/** Of what a standard deviation would know, a median absolute one knows this share. */
const EFFICIENCY = 0.37;
const FEWEST = 5;

/** From runs that ought to be equal, with what the machine was calibrated to; assumed where there is neither. */
export function runSpread(alike: readonly (readonly number[])[], floor: NoiseFloor | null): RunSpread {
  const offs: number[] = [];
  let groups = 0;
  for (const values of alike) {
    if (values.length < 2) continue;
    const logs = Float64Array.from(values, Math.log).sort();
    const middle = valueAtRank(logs, (logs.length - 1) / 2);
    for (const log of logs) offs.push(log - middle);
    groups += 1;
  }
  const extra = offs.length - groups;
  const own = extra >= FEWEST ? ownSpread(offs, extra) : null;
  if (floor === null) return own ?? assumed();
  const calibrated = { variance: floor.spread ** 2 / 2, freedom: floor.pairs };
  if (own === null) return { ...calibrated, source: 'calibrated' };
  const freedom = own.freedom + calibrated.freedom;
  const variance = (own.variance * own.freedom + calibrated.variance * calibrated.freedom) / freedom;
  return { variance, freedom, source: 'history' };
}

function ownSpread(offs: readonly number[], extra: number): RunSpread {
  const deviation = DEVIATIONS_PER_MAD * medianDeviation(Float64Array.from(offs).sort(), 0);
  const variance = (deviation ** 2 * offs.length) / extra;
  return { variance, freedom: EFFICIENCY * extra, source: 'history' };
}

function assumed(): RunSpread {
  const ofTwo = Math.log1p(ASSUMED_FLOOR) / normalQuantile(0.975);
  return { variance: ofTwo ** 2 / 2, freedom: Number.POSITIVE_INFINITY, source: 'assumed' };
}
