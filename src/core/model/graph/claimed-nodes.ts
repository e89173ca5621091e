import { handsOn } from './same-values.ts';
import type { TensorMatches } from './tensor-matches.ts';
import type { WholeGraph } from './whole-graph.ts';

/**
 * The file's nodes that each executed node stands for, nearest to its outputs first: from its outputs back to its
 * inputs, to constants, and to what another one makes. A node of the file belongs to the executed one that it is
 * nearest to; to several only where they make the very same value, as a node that was made twice. What the optimizer
 * has merged with another belongs where that one does.
 */
export function claimedNodes(
  executed: WholeGraph,
  file: WholeGraph,
  matches: TensorMatches,
): readonly (readonly number[])[] {
  const { classes, fileTensor, producers } = matches;
  const classOf = (place: number): number => {
    const tensor = place < 0 ? -1 : (fileTensor[place] ?? -1);
    return tensor < 0 ? -1 : (classes[tensor] ?? -1);
  };
  const makerOf = makersOf(executed, matches, classOf);
  const given = new Set(
    executed.tensors.flatMap(({ role }, place) => (role === 'weight' ? classOf(place) : [])),
  );
  const isConstant = constantNodes(file, producers);
  const operands = executed.nodes.map(({ inputs }) => new Set(inputs.map(classOf)));
  const claims: number[][] = executed.nodes.map(() => []);
  const owner = new Int32Array(file.nodes.length).fill(-1);

  let frontier: { readonly place: number; readonly by: number }[] = [];
  const claim = (place: number, by: number): void => {
    owner[place] = by;
    claims[by]?.push(place);
    frontier.push({ place, by });
  };
  for (const [by, { outputs }] of executed.nodes.entries()) {
    if (matches.isInserted[by] === true) continue;
    const wanted = new Set(
      outputs.map((place) => (place < 0 ? -1 : producers[fileTensor[place] ?? -1]) ?? -1),
    );
    wanted.delete(-1);
    if (wanted.size === 0 && (matches.partOf[by] ?? -1) >= 0) wanted.add(matches.partOf[by] ?? -1);
    for (const place of wanted) claim(place, by);
  }
  while (frontier.length > 0) {
    const before = frontier;
    frontier = [];
    for (const { place, by } of before) {
      for (const tensor of file.nodes[place]?.inputs ?? []) {
        const kind = tensor < 0 ? -1 : (classes[tensor] ?? -1);
        const maker = makerOf.get(kind);
        if (kind < 0 || given.has(kind) || operands[by]?.has(kind) === true) continue;
        if (maker !== undefined && maker !== by) continue;
        const next = producers[tensor] ?? -1;
        if (next >= 0 && owner[next] === -1 && isConstant[next] !== 1) claim(next, by);
      }
    }
  }
  const ownerOfKind = new Map<number, number>();
  const kindOf = (place: number): number => classes[file.nodes[place]?.outputs[0] ?? -1] ?? -1;
  for (const [by, places] of claims.entries()) for (const place of places) ownerOfKind.set(kindOf(place), by);
  for (const [place, node] of file.nodes.entries()) {
    const by = ownerOfKind.get(kindOf(place)) ?? -1;
    // A call makes what a node of its body makes.
    const isMaker = producers[node.outputs[0] ?? -1] === place;
    if (by >= 0 && isMaker && owner[place] === -1 && !handsOn(node)) claims[by]?.push(place);
  }
  return claims;
}

const SEVERAL = -2;

function makersOf(
  { nodes }: WholeGraph,
  { isInserted }: TensorMatches,
  classOf: (place: number) => number,
): ReadonlyMap<number, number> {
  const makers = new Map<number, number>();
  for (const [by, { outputs }] of nodes.entries()) {
    if (isInserted[by] === true) continue;
    for (const place of outputs) {
      const kind = classOf(place);
      if (kind < 0) continue;
      const before = makers.get(kind);
      makers.set(kind, before === undefined || before === by ? by : SEVERAL);
    }
  }
  return makers;
}

/** Nodes that come of nothing but constants: what a runtime computes while it loads the model. */
export function constantNodes({ nodes, tensors }: WholeGraph, producers: Int32Array): Uint8Array {
  const isConstant = new Uint8Array(nodes.length);
  for (const [place, { proto, inputs, isCall }] of nodes.entries()) {
    const hasGraphs = proto.attribute.some(({ g, graphs }) => g !== undefined || graphs.length > 0);
    if (isCall || hasGraphs || /^(Random|Multinomial|Bernoulli)/.test(proto.opType ?? '')) continue;
    const isFromConstants = inputs.every((tensor) => {
      if (tensor < 0) return true;
      const producer = producers[tensor] ?? -1;
      return producer < 0 ? tensors[tensor]?.role === 'weight' : isConstant[producer] === 1;
    });
    if (isFromConstants) isConstant[place] = 1;
  }
  return isConstant;
}
