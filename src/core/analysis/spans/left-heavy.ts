import type { LaidSpans } from './lay-spans.ts';
import { StackTree, type CountedTable } from './stack-tree.ts';

/** Same stacks of each track merged, the heaviest left: widths are sums of own times. */
export function leftHeavyTable(laid: LaidSpans, countAt: (place: number) => number): CountedTable {
  const tree = new StackTree();
  const nodes = new Int32Array(laid.count);
  const { table, origin, parent, weightUs } = laid;
  for (let place = 0; place < laid.count; place += 1) {
    const at = origin[place] as number;
    const around = parent[place] as number;
    const above = around < 0 ? -1 : (nodes[around] as number);
    const subject = table.subject[at] as number;
    const node = tree.under(
      above,
      table.name[at] as number,
      table.category[at] as number,
      table.track[at] as number,
      subject,
    );
    tree.add(node, weightUs[place] as number, countAt(place), subject);
    nodes[place] = node;
  }
  return tree.toTable(table);
}
