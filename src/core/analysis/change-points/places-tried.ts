import { SETTINGS } from './settings.ts';
import type { Segment } from './segment.ts';

/** The run at which a step at the end should be told: most of what may be false alarms there is spent on it. */
const TOLD_AT = 5;

/**
 * The change between two segments was the best of many places: its chance is multiplied by so many. A short level
 * could have stood anywhere, so there are as many as it fits into the history; one that lasts to the last run has
 * only one place, and its length is what was looked through. Each run beyond the fifth doubles that (its evidence grows
 * faster), each one missing makes it four times as much. The weighting of places is that of Genovese, Roeder &
 * Wasserman (Biometrika 93, 2006): any division of the chance holds the whole.
 */
export function placesTried(left: Segment, right: Segment, count: number): number {
  const short = left.count < right.count ? left : right;
  const inside = (SETTINGS.triedInside * count) / short.count;
  if (short.to !== count) return inside;
  const off = short.count - TOLD_AT;
  return Math.min(inside, SETTINGS.triedAtEnd * (off < 0 ? 4 ** -off : 2 ** off));
}
