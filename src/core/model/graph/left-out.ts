import type { GraphNode } from '../../../contract/model-graph.ts';
import { handsOn } from './same-values.ts';
import { constantNodes } from './claimed-nodes.ts';
import { readersOf } from './producers.ts';
import type { TensorMatches } from './tensor-matches.ts';
import type { WholeGraph } from './whole-graph.ts';

type LeftOut = NonNullable<GraphNode['leftOut']>;

/**
 * What became of the file's nodes that no executed one stands for: folded, where the runtime computed it once while
 * it loaded the model; else eliminated, since nothing needed it or it changed nothing. Null for all others.
 */
export function leftOut(
  executed: WholeGraph,
  file: WholeGraph,
  matches: TensorMatches,
  claims: readonly (readonly number[])[],
): readonly (LeftOut | null)[] {
  const claimed = new Set(claims.flat());
  const isConstant = constantNodes(file, matches.producers);
  const given = new Set<number>();
  for (const [place, { role }] of executed.tensors.entries()) {
    if (role === 'weight') given.add(matches.fileTensor[place] ?? -1);
  }
  const readers = readersOf(file);
  const hasInside = new Set(file.nodes.map(({ scope }) => scope.parent));
  const fates: (LeftOut | null)[] = file.nodes.map(() => null);
  // Readers stand behind what they read, so that the last nodes are looked at first.
  for (let place = file.nodes.length - 1; place >= 0; place -= 1) {
    const node = file.nodes[place];
    if (node === undefined || claimed.has(place)) continue;
    // Its nodes stand for themselves, wherever they went.
    if (hasInside.has(place)) continue;
    const read = node.outputs.flatMap((tensor) => (tensor < 0 ? [] : (readers[tensor] ?? [])));
    const isFolded =
      isConstant[place] === 1 ||
      node.outputs.some((tensor) => tensor >= 0 && given.has(tensor)) ||
      (read.length > 0 && !handsOn(node) && read.every((reader) => fates[reader] === 'folded'));
    fates[place] = isFolded ? 'folded' : 'eliminated';
  }
  return fates;
}
