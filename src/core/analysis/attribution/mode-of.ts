import { valueAtRank } from '../order-statistics.ts';

/** Of the values, in the shortest stretch that holds so many. */
const HELD = 1 / 3;
/** With fewer a third of them is chance. */
const FEWEST = 9;

/**
 * Where most values lie close together: the middle of the shortest third (after Venter 1967). On a quiet machine that
 * is the median; on a busy one, where most iterations are interrupted and each for another time, it is those that were
 * not, which is what the time of single operators is comparable with.
 */
export function modeOf(values: readonly number[] | Float64Array): number {
  const ascending = Float64Array.from(values).sort();
  const count = ascending.length;
  if (count < FEWEST) return valueAtRank(ascending, (count - 1) / 2);
  const held = Math.ceil(HELD * count);
  let best = 0;
  const lengthAt = (at: number): number => (ascending[at + held - 1] as number) - (ascending[at] as number);
  for (let at = 1; at + held <= count; at += 1) if (lengthAt(at) < lengthAt(best)) best = at;
  return valueAtRank(ascending, best + (held - 1) / 2);
}
