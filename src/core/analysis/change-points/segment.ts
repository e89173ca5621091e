import { medianDeviation, valueAtRank } from '../order-statistics.ts';
import { SETTINGS } from './settings.ts';

/** A stretch of runs and what is known of its level; what lies beyond its reach is drawn in to that (Huber 1964). */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly level: number;
  readonly middle: number;
  readonly reach: number;
  /** Sums over the runs about the level: squares, cubes, products of neighbours. */
  readonly squares: number;
  readonly cubes: number;
  readonly neighbours: number;
}

const MOST_SORTED = 1000;

/** A normal deviation is so many median absolute ones. */
export const DEVIATIONS_PER_MAD = 1.482602218505602;

export function describeSegment(values: Float64Array, from: number, to: number, scale: number): Segment {
  const count = to - from;
  const ascending = someOf(values, from, to).sort();
  const middle = valueAtRank(ascending, (ascending.length - 1) / 2);
  const reach = SETTINGS.bend * Math.max(scale, DEVIATIONS_PER_MAD * medianDeviation(ascending, middle));
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += drawnIn(values[at] as number, middle, reach);
  const offMiddle = sum / count;
  let squares = 0;
  let cubes = 0;
  let neighbours = 0;
  let before = 0;
  for (let at = from; at < to; at += 1) {
    const off = drawnIn(values[at] as number, middle, reach) - offMiddle;
    squares += off * off;
    cubes += off * off * off;
    neighbours += off * before;
    before = off;
  }
  return { from, to, count, level: middle + offMiddle, middle, reach, squares, cubes, neighbours };
}

/** Where to draw in needs no exact median: of a long stretch some runs are enough, evenly taken. */
function someOf(values: Float64Array, from: number, to: number): Float64Array {
  const every = Math.ceil((to - from) / MOST_SORTED);
  if (every === 1) return values.slice(from, to);
  const some = new Float64Array(Math.ceil((to - from) / every));
  some.forEach((_, at) => (some[at] = values[from + at * every] as number));
  return some;
}

/** How far a value is off the middle, at most by the reach. */
export function drawnIn(value: number, middle: number, reach: number): number {
  return Math.min(reach, Math.max(-reach, value - middle));
}
