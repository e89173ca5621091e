import type { LaidSpans } from './lay-spans.ts';
import { StackTree, type CountedTable } from './stack-tree.ts';

export interface SandwichTables {
  /** From the name to those around it, and theirs. */
  readonly callers: CountedTable;
  /** From the name to what ran inside of it. */
  readonly callees: CountedTable;
}

/** All spans of one name, of all tracks; one inside of another of the same name belongs to that one. */
export function sandwichTables(
  laid: LaidSpans,
  name: number,
  isOutermost: Uint8Array,
  countAt: (place: number) => number,
): SandwichTables {
  const { table, origin, parent, weightUs, count } = laid;
  const callers = new StackTree();
  const callees = new StackTree();
  const subjectAt = (place: number): number => table.subject[origin[place] as number] as number;
  /** Its node among what was called, and one more; 0 is outside. */
  const nodes = new Int32Array(count);
  for (let place = 0; place < count; place += 1) {
    const around = parent[place] as number;
    const isIts = table.name[origin[place] as number] === name && isOutermost[place] === 1;
    const above = isIts || around < 0 ? 0 : (nodes[around] as number);
    if (!isIts && above === 0) continue;
    const weight = weightUs[place] as number;
    const node = under(callees, above - 1, laid, place);
    callees.add(node, weight, countAt(place), subjectAt(place));
    nodes[place] = node + 1;
    if (!isIts) continue;
    let up = -1;
    for (let each = place; each >= 0; each = parent[each] as number) {
      up = under(callers, up, laid, each);
      callers.add(up, weight, countAt(place), subjectAt(each));
    }
  }
  const words = { ...table, tracks: [{ name: '', group: '' }] };
  return { callers: callers.toTable(words), callees: callees.toTable(words) };
}

function under(tree: StackTree, node: number, { table, origin }: LaidSpans, place: number): number {
  const at = origin[place] as number;
  const [name, category] = [table.name[at] as number, table.category[at] as number];
  return tree.under(node, name, category, 0, table.subject[at] as number);
}
