import type { FoundChange } from '../change-points/find-change-points.ts';

/** To either side. */
const MOST_RUNS = 5;
/** Twice the logarithm of a likelihood ratio that 95 % of true places stay under. */
const STILL_LIKELY = 3.84;

/**
 * Noise moves a change by a run or two off the one that it came with. Of the runs near by where the model's version or the
 * commit changed, the nearest that the values allow as well is taken; without one it stays where it was found.
 */
export function firstRunOfChange(
  values: Float64Array,
  { index, before, after }: FoundChange,
  isCause: (index: number) => boolean,
  within: readonly [number, number],
): number {
  if (isCause(index)) return index;
  const variance = (before.error ** 2 * before.count + after.error ** 2 * after.count) / 2;
  const costs = (place: number): number => {
    const [from, to] = place < index ? [place, index] : [index, place];
    let cost = 0;
    for (let at = from; at < to; at += 1) {
      const value = values[at] as number;
      if (!Number.isFinite(value)) continue;
      const lost = (value - after.value) ** 2 - (value - before.value) ** 2;
      cost += place < index ? lost : -lost;
    }
    return variance > 0 ? cost / variance : cost > 0 ? Number.POSITIVE_INFINITY : 0;
  };
  for (let off = 1; off <= MOST_RUNS; off += 1) {
    for (const place of [index - off, index + off]) {
      if (place <= within[0] || place >= within[1]) continue;
      if (isCause(place) && costs(place) < STILL_LIKELY) return place;
    }
  }
  return index;
}
