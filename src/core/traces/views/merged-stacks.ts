import { StackTree, type CountedTable } from '../../analysis/spans/stack-tree.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { briefName } from './brief-name.ts';
import type { Nesting } from './nesting.ts';
import type { SpanCategories } from './span-categories.ts';
import type { SummedNames } from './summed-names.ts';
import type { Turns } from './turns.ts';

/** Beyond so many different stacks a picture tells no more, and would not fit the page. */
const MOST_STACKS = 1_000_000;

export interface Merging {
  readonly columns: TraceColumns;
  readonly nesting: Nesting;
  readonly names: SummedNames;
  readonly categories: SpanCategories;
  readonly turns: Turns;
}

/** Same stacks of each track merged, the heaviest left. */
export async function leftHeavyStacks(merging: Merging, tracks: readonly number[]): Promise<CountedTable> {
  const { columns, nesting, names, categories, turns } = merging;
  const { lanes, name, durationNs, info } = columns;
  const tree = new StackTree();
  const nodes = new Int32Array(columns.rowCount).fill(-1);
  const placeOf = new Map(tracks.map((track, place) => [track, place]));
  for (let lane = 0; lane < lanes.count;) {
    let after = lane + 1;
    while (after < lanes.count && lanes.track[after] === lanes.track[lane]) after += 1;
    const track = placeOf.get(lanes.track[lane] as number) ?? 0;
    const end = lanes.firstRow[after] as number;
    for (let at = lanes.firstRow[lane] as number; at < end; at += 1) {
      const row = nesting.order[at] as number;
      const around = nesting.parent[row] as number;
      const above = around < 0 ? -1 : (nodes[around] as number);
      // Under a stack that was too many there is nothing.
      if (around >= 0 && above < 0) continue;
      const node = tree.under(
        above,
        names.of(name[row] as number),
        categories.of(row),
        track,
        -1,
        MOST_STACKS,
      );
      if (node < 0) continue;
      tree.add(node, (durationNs[row] as number) / 1000, 1, -1);
      nodes[row] = node;
      if (turns.isOver()) await turns.next();
    }
    lane = after;
  }
  const spanTracks = tracks.map((track) => {
    const { name: own = '', process = '' } = info.tracks[track] ?? {};
    return { name: own, group: process };
  });
  return withNames(tree, merging, spanTracks);
}

export interface CallerStacks {
  /** From the name to those around it, and theirs. */
  readonly callers: CountedTable;
  /** From the name to what ran inside of it. */
  readonly callees: CountedTable;
}

/** All spans of one name, of all tracks; one inside of another of the same name belongs to that one. */
export async function callerStacks(merging: Merging, wanted: number): Promise<CallerStacks> {
  const { columns, nesting, names, categories, turns } = merging;
  const { name, durationNs, rowCount } = columns;
  const callers = new StackTree();
  const callees = new StackTree();
  /** Its node among what was called, and one more; 0 is outside. */
  const nodes = new Int32Array(rowCount);
  for (const row of nesting.order) {
    if (turns.isOver()) await turns.next();
    const around = nesting.parent[row] as number;
    const own = names.of(name[row] as number);
    const isIts = own === wanted && nesting.isOutermost[row] === 1;
    const above = isIts || around < 0 ? 0 : (nodes[around] as number);
    if (!isIts && above === 0) continue;
    const weightUs = (durationNs[row] as number) / 1000;
    const node = callees.under(above - 1, own, categories.of(row), 0, -1, MOST_STACKS);
    if (node >= 0) {
      callees.add(node, weightUs, 1, -1);
      nodes[row] = node + 1;
    }
    if (!isIts) continue;
    let up = -1;
    for (let each = row; each >= 0; each = nesting.parent[each] as number) {
      up = callers.under(up, names.of(name[each] as number), categories.of(each), 0, -1, MOST_STACKS);
      if (up < 0) break;
      callers.add(up, weightUs, 1, -1);
    }
  }
  const track = [{ name: '', group: '' }];
  return { callers: withNames(callers, merging, track), callees: withNames(callees, merging, track) };
}

/** With a list of those names alone that occur. */
function withNames(
  tree: StackTree,
  { names, categories }: Merging,
  tracks: readonly { readonly name: string; readonly group: string }[],
): CountedTable {
  const { table, counts } = tree.toTable({ names: [], categories: categories.names, tracks });
  const places = new Map<number, number>();
  const used: string[] = [];
  const name = table.name.map((each) => {
    let place = places.get(each);
    if (place === undefined) {
      place = used.push(briefName(names.text(each))) - 1;
      places.set(each, place);
    }
    return place;
  });
  return { table: { ...table, names: used, name }, counts };
}
