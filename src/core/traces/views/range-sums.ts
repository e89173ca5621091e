import type { TimeRange } from '../../../contract/span-source.ts';
import type { Merging } from './merged-stacks.ts';
import type { NameSums } from './name-sums.ts';
import type { Nesting } from './nesting.ts';
import { firstEndingAfter, firstFrom } from './lane-window.ts';
import type { Turns } from './turns.ts';

type Of = Pick<Merging, 'columns' | 'names' | 'categories'>;

/** Of what lies inside of a stretch of time: a span that reaches beyond it counts with its part. */
export async function rangeSums(
  { columns, names, categories }: Of,
  { parent, isOutermost }: Nesting,
  range: TimeRange,
  sums: NameSums,
  turns: Turns,
): Promise<void> {
  const { lanes, startNs, durationNs, ownNs, name } = columns;
  const [fromNs, toNs] = [range.fromUs * 1000, range.toUs * 1000];
  const endOf = (row: number): number => (startNs[row] as number) + (durationNs[row] as number);
  const isCut = (row: number): boolean => (startNs[row] as number) < fromNs || endOf(row) > toNs;
  const partOf = (row: number): number =>
    Math.max(0, Math.min(endOf(row), toNs) - Math.max(startNs[row] as number, fromNs));
  /** Of spans that reach beyond the range, what lies inside of them: at most two of each lane. */
  const inside = new Map<number, number>();
  const lanesIn: [number, number][] = [];
  for (let lane = 0; lane < lanes.count; lane += 1) {
    const [first, after] = [lanes.firstRow[lane] as number, lanes.firstRow[lane + 1] as number];
    const from = firstEndingAfter(
      { startNs, durationNs, first, after, spanAt: null, spansBefore: null },
      fromNs,
    );
    const to = firstFrom(startNs, toNs, from, after);
    if (to > from) lanesIn.push([from, to]);
    for (let row = from; row < to; row += 1) {
      const around = parent[row] as number;
      if (around >= 0 && isCut(around)) {
        // What a child has beyond the end of what is around it is not inside of it.
        const part = Math.max(
          0,
          Math.min(endOf(row), endOf(around), toNs) - Math.max(startNs[row] as number, fromNs),
        );
        inside.set(around, (inside.get(around) ?? 0) + part);
      }
      if (turns.isOver()) await turns.next();
    }
  }
  for (const [from, to] of lanesIn) {
    for (let row = from; row < to; row += 1) {
      const cut = isCut(row);
      const part = cut ? partOf(row) : (durationNs[row] as number);
      const own = cut ? Math.max(0, part - (inside.get(row) ?? 0)) : (ownNs[row] as number);
      const total = isOutermost[row] === 1 ? part : 0;
      sums.add(names.of(name[row] as number), categories.of(row), own, total);
      if (turns.isOver()) await turns.next();
    }
  }
}
