import type { GraphNode, GraphTensor, ModelGraph } from '../../../contract/model-graph.ts';

export interface NodeGiven {
  readonly op?: string;
  readonly name?: string;
  readonly module?: readonly string[];
  readonly parent?: number;
  /** Names of tensors: those nobody makes are the model's inputs, or weights where they begin with "w". */
  readonly reads?: readonly string[];
  readonly makes?: readonly string[];
}

/** A graph of these nodes; tensors that nobody reads are the model's outputs. */
export function graphOf(given: readonly NodeGiven[]): ModelGraph {
  const places = new Map<string, number>();
  const made = new Set(given.flatMap(({ makes = [] }) => makes));
  const read = new Set(given.flatMap(({ reads = [] }) => reads));
  const tensors: GraphTensor[] = [];
  const place = (name: string): number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    const role = !made.has(name)
      ? name.startsWith('w')
        ? 'weight'
        : 'input'
      : read.has(name)
        ? 'value'
        : 'output';
    places.set(name, tensors.length);
    return tensors.push({ name, type: 'float32', shape: [2, 3], bytes: 24, role }) - 1;
  };
  const nodes = given.map(
    ({ op = 'Relu', name = '', module = [], parent = -1, reads = [], makes = [] }): GraphNode => ({
      name,
      op,
      domain: 'ai.onnx',
      family: 'element-wise',
      module,
      parent,
      inputs: reads.map(place),
      outputs: makes.map(place),
      attributes: '',
      macs: null,
      flops: null,
      bytesRead: null,
      bytesWritten: null,
    }),
  );
  return { name: 'test', nodes, tensors };
}

/** Each node reads the one before it and, from time to time, one further back; a seed gives the same graph again. */
export function longGraph(count: number, seed = 1, depth = 0): ModelGraph {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return graphOf(
    Array.from({ length: count }, (_, node) => ({
      name: `n${node}`,
      module: Array.from({ length: depth }, (__, level) => `m${Math.floor(node / 8 ** (depth - level))}`),
      reads: [
        node === 0 ? 'in' : `t${node - 1 - random(Math.min(node, 3))}`,
        ...(random(4) === 0 && node > 0 ? [`t${random(node)}`] : []),
      ],
      makes: [`t${node}`],
    })),
  );
}
