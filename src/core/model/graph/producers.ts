import type { WholeGraph } from './whole-graph.ts';

/** For each tensor the node that makes it, −1 where none does; of a call and its body's node the latter. */
export function producersOf({ nodes, tensors }: WholeGraph): Int32Array {
  const producers = new Int32Array(tensors.length).fill(-1);
  for (const [place, { outputs }] of nodes.entries()) {
    for (const tensor of outputs) if (tensor >= 0) producers[tensor] = place;
  }
  return producers;
}

/** For each tensor the nodes that read it, in order. */
export function readersOf({ nodes, tensors }: WholeGraph): readonly (readonly number[])[] {
  const readers: number[][] = tensors.map(() => []);
  for (const [place, { inputs }] of nodes.entries()) {
    for (const tensor of new Set(inputs)) if (tensor >= 0) readers[tensor]?.push(place);
  }
  return readers;
}
