import type { LaidSpans } from './lay-spans.ts';
import { NameTally } from './name-totals.ts';
import type { RangeStatistics, TimeRange } from '../../../contract/span-source.ts';

const NAMES_TOLD = 200;

/** Of what lies inside of a stretch of time: a span that reaches beyond it counts with its part. */
export function rangeStatistics(
  laid: LaidSpans,
  range: TimeRange,
  isOutermost: Uint8Array,
  countAt: (place: number) => number,
): RangeStatistics {
  const { table, origin, startUs, endUs, parent } = laid;
  const inside = new Float64Array(laid.count);
  const tally = new NameTally(laid);
  const counts = new Float64Array(table.categories.length);
  const ownUs = new Float64Array(table.categories.length);
  let [spans, totalUs] = [0, 0];
  for (let place = laid.count - 1; place >= 0; place -= 1) {
    const [start, end] = [startUs[place] as number, endUs[place] as number];
    const isIn = start < range.toUs && (end > range.fromUs || (end === start && start >= range.fromUs));
    if (!isIn) continue;
    const part = Math.min(end, range.toUs) - Math.max(start, range.fromUs);
    const own = Math.max(0, part - (inside[place] as number));
    const weight = own + (inside[place] as number);
    const around = parent[place] as number;
    if (around >= 0) inside[around] = (inside[around] as number) + weight;
    const count = countAt(place);
    const category = table.category[origin[place] as number] as number;
    counts[category] = (counts[category] as number) + count;
    ownUs[category] = (ownUs[category] as number) + own;
    tally.add(place, count, own, isOutermost[place] === 1 ? weight : 0);
    spans += count;
    totalUs += own;
  }
  const ranked = tally.ranked();
  return {
    spans,
    totalUs,
    byCategory: table.categories
      .map((category, at) => ({ category, count: counts[at] as number, ownUs: ownUs[at] as number }))
      .filter(({ count }) => count > 0)
      .sort((one, other) => other.ownUs - one.ownUs),
    byName: ranked.slice(0, NAMES_TOLD).map((name) => tally.of(name)),
    nameCount: ranked.length,
  };
}
