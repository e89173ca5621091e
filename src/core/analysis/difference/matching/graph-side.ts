import type { GraphNode, ModelGraph } from '../../../../contract/model-graph.ts';
import { coreOp, isTransparent } from './core-op.ts';

/** One of two graphs, by what the matching asks of it. */
export interface GraphSide {
  readonly graph: ModelGraph;
  readonly nodes: readonly GraphNode[];
  /** The node that makes each tensor, or −1; of a call and its body, the body. */
  readonly producer: Int32Array;
  /** Nodes that read each tensor, in order. */
  readonly readers: readonly (readonly number[])[];
  readonly core: readonly string[];
  /** Nodes that make a constant: weights in another form. */
  readonly isConstant: Uint8Array;
  /** What makes the values that each node reads, constants left out: places of nodes, in order of the operands. */
  readonly sources: readonly (readonly number[])[];
  /** Nodes inside of each; under −1 those of the main graph. */
  readonly inside: ReadonlyMap<number, readonly number[]>;
}

export function graphSide(graph: ModelGraph): GraphSide {
  const { nodes, tensors } = graph;
  const producer = new Int32Array(tensors.length).fill(-1);
  const readers: number[][] = tensors.map(() => []);
  const inside = new Map<number, number[]>();
  for (const [place, { inputs, outputs, parent }] of nodes.entries()) {
    for (const tensor of outputs) if (tensor >= 0) producer[tensor] = place;
    for (const tensor of new Set(inputs)) readers[tensor]?.push(place);
    const siblings = inside.get(parent);
    if (siblings === undefined) inside.set(parent, [place]);
    else siblings.push(place);
  }
  const core = nodes.map(({ op }) => coreOp(op));
  const isConstant = constants(nodes, graph, producer);
  const sources = nodes.map(({ inputs }) =>
    inputs.flatMap((tensor) => {
      const from = tensor < 0 ? -1 : (producer[tensor] ?? -1);
      return from < 0 || isConstant[from] === 1 ? [] : [from];
    }),
  );
  return { graph, nodes, producer, readers, core, isConstant, sources, inside };
}

/** Constant nodes, and what only gives a weight another form. */
function constants(nodes: readonly GraphNode[], { tensors }: ModelGraph, producer: Int32Array): Uint8Array {
  const isConstant = new Uint8Array(nodes.length);
  for (const [place, { op, inputs }] of nodes.entries()) {
    const given = inputs.filter((tensor) => tensor >= 0);
    const isForm = op === 'Constant' || (given.length > 0 && (isTransparent(op) || op === 'Cast'));
    if (!isForm) continue;
    const isMade = given.every((tensor) => {
      const from = producer[tensor] ?? -1;
      return from < 0 ? tensors[tensor]?.role === 'weight' : isConstant[from] === 1;
    });
    if (isMade) isConstant[place] = 1;
  }
  return isConstant;
}

/** The first of a node's results, as numbers: "1,128,768"; empty where nobody can tell. */
export function shapeKey({ tensors }: ModelGraph, { outputs }: GraphNode): string {
  const [first = -1] = outputs;
  return tensors[first]?.shape?.join(',') ?? '';
}
