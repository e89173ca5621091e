import type { LaidSpans } from './lay-spans.ts';
import { StackTree, type CountedTable } from './stack-tree.ts';

/** Same stacks of each track merged, the heaviest left: widths are sums of own times. */
export function leftHeavyTable(laid: LaidSpans, countAt: (place: number) => number): CountedTable {
  const tree = new StackTree(laid);
  const nodes = new Int32Array(laid.count);
  const { table, origin, parent, weightUs } = laid;
  for (let place = 0; place < laid.count; place += 1) {
    const around = parent[place] as number;
    const track = table.track[origin[place] as number] as number;
    const node = tree.under(around < 0 ? -1 : (nodes[around] as number), place, track);
    tree.add(node, place, weightUs[place] as number, countAt(place));
    nodes[place] = node;
  }
  return tree.toTable(table.tracks);
}
