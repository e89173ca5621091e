import { tQuantile } from '../distributions/student-t.ts';
import { medianDeviation, valueAtRank } from '../order-statistics.ts';
import { noiseScale } from './noise-scale.ts';
import { DEVIATIONS_PER_MAD } from './segment.ts';

export interface Anomaly {
  readonly index: number;
  /** How many robust deviations it lies from the level around it; below it where negative. */
  readonly score: number;
  readonly level: number;
}

/** Values to either side that make the level around one. */
const AROUND = 15;
const FEWEST = 8;
/** Chance that one stands out of a whole history by chance. */
const ALPHA = 0.01;
/** A median absolute deviation knows as much as so large a share of the values does through the standard one. */
const EFFICIENCY = 0.37;
/** What more of the values do than this is no exception. */
const MOST_SHARE = 0.05;
const MOST = 2;

/**
 * Single values that stand out from the level around them, between two changes: by robust deviations (Iglewicz & Hoaglin
 * 1993), beyond what the furthest of so many normal ones would be once in a hundred histories.
 */
export function findAnomalies(values: Float64Array, changes: readonly number[]): readonly Anomaly[] {
  const known: number[] = [];
  const levels = new Float64Array(values.length).fill(Number.NaN);
  const edges = [0, ...changes, values.length];
  edges.slice(1).forEach((to, at) => {
    const places: number[] = [];
    for (let place = edges[at] as number; place < to; place += 1) {
      if (Number.isFinite(values[place])) places.push(place);
    }
    places.forEach((place, rank) => {
      const near = places.slice(Math.max(0, rank - AROUND), rank + AROUND + 1);
      const ascending = Float64Array.from(near, (other) => values[other] as number).sort();
      levels[place] = valueAtRank(ascending, (ascending.length - 1) / 2);
    });
    known.push(...places);
  });
  if (known.length < FEWEST) return [];
  const offs = Float64Array.from(known, (place) => (values[place] as number) - (levels[place] as number));
  const deviation =
    DEVIATIONS_PER_MAD * medianDeviation(offs.slice().sort(), 0) ||
    noiseScale(Float64Array.from(known, (place) => values[place] as number));
  if (!(deviation > 0) || !Number.isFinite(deviation)) return [];
  const beyond = tQuantile(1 - ALPHA / (2 * known.length), EFFICIENCY * known.length);
  const far = known.flatMap((place, at): Anomaly[] => {
    const score = (offs[at] as number) / deviation;
    return Math.abs(score) > beyond ? [{ index: place, score, level: levels[place] as number }] : [];
  });
  return far.length <= Math.max(MOST, MOST_SHARE * known.length) ? far : [];
}
