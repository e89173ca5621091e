import type { FoldTree } from '../graph-layout/fold-tree.ts';
import { addCosts, NO_COST, type Cost, type NodeCosts } from './node-costs.ts';

/** What each group costs with all that is in it, and with the node that holds it. */
export function groupCosts({ groups, groupOf, insideOf }: FoldTree, { inSums }: NodeCosts): readonly Cost[] {
  const sums: Cost[] = groups.map(() => NO_COST);
  const add = (group: number, cost: Cost): void => {
    const before = sums[group];
    if (before !== undefined) sums[group] = addCosts(before, cost);
  };
  inSums.forEach((cost, node) => {
    const own = insideOf[node] as number;
    add(own === -1 ? (groupOf[node] as number) : own, cost);
  });
  // Groups come before their own.
  for (let group = groups.length - 1; group >= 0; group -= 1) {
    add(groups[group]?.parent ?? -1, sums[group] as Cost);
  }
  return sums;
}
