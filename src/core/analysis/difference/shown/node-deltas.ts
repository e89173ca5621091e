import type { Difference } from '../../../../contract/difference.ts';
import type { Milliseconds } from '../../../../contract/units.ts';
import type { FoldTree } from '../../graph-layout/fold-tree.ts';

/** What a box of a model graph took in A and in B. */
export interface Times {
  readonly aMs: Milliseconds;
  readonly bMs: Milliseconds;
}

export interface NodeDeltas {
  /** By node: its part's place; −1 for what no operator stands for. */
  readonly partOf: Int32Array;
  /** By group: the sum over the parts that have their first node in it; null where there are none. */
  readonly ofGroup: readonly (Times | null)[];
}

/** What each node and each module of one side's graph took in both. */
export function nodeDeltas({ parts, nodes }: Difference, side: 'a' | 'b', tree: FoldTree): NodeDeltas {
  const nodeCount = tree.groupOf.length;
  const partOf = new Int32Array(nodeCount).fill(-1);
  const known = nodes?.[side];
  if (known !== undefined) partOf.set(known.subarray(0, nodeCount));
  const sums: (Times | null)[] = tree.groups.map(() => null);
  const add = (group: number, { aMs, bMs }: Times): void => {
    const before = sums[group];
    if (before === undefined) return;
    sums[group] = { aMs: (before?.aMs ?? 0) + aMs, bMs: (before?.bMs ?? 0) + bMs };
  };
  const isCounted = new Uint8Array(parts.length);
  for (let node = 0; node < nodeCount; node += 1) {
    const part = partOf[node] as number;
    const times = parts[part];
    if (times === undefined || isCounted[part] === 1) continue;
    isCounted[part] = 1;
    const holder = tree.insideOf[node] ?? -1;
    add(holder === -1 ? (tree.groupOf[node] ?? -1) : holder, {
      aMs: times.a?.ms ?? 0,
      bMs: times.b?.ms ?? 0,
    });
  }
  // Groups come before their own.
  for (let group = tree.groups.length - 1; group >= 0; group -= 1) {
    const own = sums[group];
    if (own !== null && own !== undefined) add(tree.groups[group]?.parent ?? -1, own);
  }
  return { partOf, ofGroup: sums };
}

/** The nodes of one side that belong to a part. */
export function nodesOfPart({ nodes }: Pick<Difference, 'nodes'>, side: 'a' | 'b', part: number): number[] {
  const found: number[] = [];
  nodes?.[side].forEach((own, node) => {
    if (own === part) found.push(node);
  });
  return found;
}
