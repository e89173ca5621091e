import type { FoldTree } from './fold-tree.ts';

export const MOST_BOXES_AT_FIRST = 150;
/** A single box tells nothing: below this, more may be seen than is easy to take in. */
const FEWEST_BOXES = 8;

/**
 * Which groups stand open at first: from the outside in, brothers together, as long as no more boxes are seen than a
 * reader takes in, or hardly any would be. 1 for open.
 */
export function defaultFolding(
  { groups, groupOf, insideOf }: FoldTree,
  isHidden: Uint8Array,
  most = MOST_BOXES_AT_FIRST,
): Uint8Array {
  const isOpen = new Uint8Array(groups.length);
  // What lies directly in each group; the last one counts what lies in none.
  const direct = new Int32Array(groups.length + 1);
  groupOf.forEach((group, node) => {
    if (isHidden[node] === 1 || insideOf[node] !== -1) return;
    const at = group === -1 ? groups.length : group;
    direct[at] = (direct[at] as number) + 1;
  });
  const brothers = new Map<number, number[]>();
  groups.forEach(({ parent }, group) => {
    const at = parent === -1 ? groups.length : parent;
    direct[at] = (direct[at] as number) + 1;
    brothers.set(parent, [...(brothers.get(parent) ?? []), group]);
  });
  let seen = direct[groups.length] as number;
  const waiting = [-1];
  for (let parent = waiting.shift(); parent !== undefined; parent = waiting.shift()) {
    const own = brothers.get(parent) ?? [];
    const more = own.reduce((sum, group) => sum + (direct[group] as number) - 1, 0);
    const limit = seen < FEWEST_BOXES ? most * 4 : most;
    if (own.length === 0 || seen + more > limit) continue;
    seen += more;
    for (const group of own) {
      isOpen[group] = 1;
      waiting.push(group);
    }
  }
  return isOpen;
}
