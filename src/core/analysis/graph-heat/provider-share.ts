import type { RunProfile } from '../../../contract/profile.ts';
import type { FoldTree } from '../graph-layout/fold-tree.ts';
import type { NodeCosts } from './node-costs.ts';

/** Where the nodes of a box ran, the provider with most of them first; empty where nothing is known. */
export type ProviderShare = readonly { readonly provider: string; readonly nodes: number }[];

export interface Placements {
  readonly ofNode: readonly ProviderShare[];
  readonly ofGroup: readonly ProviderShare[];
}

export function placements(
  { groups, groupOf, insideOf }: FoldTree,
  { operators }: NodeCosts,
  profile: RunProfile | null,
): Placements {
  const counts = groups.map(() => new Map<string, number>());
  const ofNode = operators.map((places, node) => {
    const own = new Map<string, number>();
    for (const place of places) {
      const provider = profile?.operators[place]?.provider;
      if (provider !== undefined) own.set(provider, (own.get(provider) ?? 0) + 1);
    }
    const inside = insideOf[node] as number;
    for (
      let at = inside === -1 ? (groupOf[node] as number) : inside;
      at !== -1;
      at = groups[at]?.parent ?? -1
    ) {
      const sums = counts[at];
      for (const [provider, count] of own) sums?.set(provider, (sums.get(provider) ?? 0) + count);
    }
    return sorted(own);
  });
  return { ofNode, ofGroup: counts.map(sorted) };
}

function sorted(counts: ReadonlyMap<string, number>): ProviderShare {
  return [...counts]
    .map(([provider, nodes]) => ({ provider, nodes }))
    .sort((a, b) => b.nodes - a.nodes || (a.provider < b.provider ? -1 : 1));
}
