import { shapeKey, type GraphSide } from './graph-side.ts';

/** What nodes of both graphs look like, as numbers that are equal where they look alike. */
export interface Labels {
  /** What it does, at which sizes, with which attributes and weights. */
  readonly own: readonly [Int32Array, Int32Array];
  /** With all that its value is made of. */
  readonly above: readonly [Int32Array, Int32Array];
  /** With all that is made of its value. */
  readonly below: readonly [Int32Array, Int32Array];
  /** With its neighbours to a distance of two, as Weisfeiler and Lehman number them. */
  readonly around: readonly [Int32Array, Int32Array];
}

class Numbers {
  readonly #known = new Map<string, number>();

  of(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, this.#known.size);
    return this.#known.size - 1;
  }
}

type Both<T> = readonly [T, T];

function* each(
  [a, b]: Both<GraphSide>,
  make: (side: GraphSide, at: 0 | 1) => Int32Array,
): Generator<void, Both<Int32Array>> {
  const ofA = make(a, 0);
  yield;
  const ofB = make(b, 1);
  yield;
  return [ofA, ofB];
}

export function* labelsOf(sides: Both<GraphSide>): Generator<void, Labels> {
  const own = new Numbers();
  const owned = yield* each(sides, (side) => ownLabels(side, own));
  const above = new Numbers();
  const aboveLabels = yield* each(sides, (side, at) => labelsAbove(side, owned[at], above));
  const below = new Numbers();
  const belowLabels = yield* each(sides, (side, at) => labelsBelow(side, owned[at], below));
  let around = owned;
  for (let round = 0; round < 2; round += 1) {
    const numbers = new Numbers();
    const from = around;
    around = yield* each(sides, (side, at) => labelsAround(side, from[at], numbers));
  }
  return { own: owned, above: aboveLabels, below: belowLabels, around };
}

function ownLabels({ graph, nodes, core, producer, isConstant }: GraphSide, numbers: Numbers): Int32Array {
  return Int32Array.from(nodes, (node, place) => {
    const weights = node.inputs.map((tensor) => {
      const from = producer[tensor] ?? -1;
      const given = graph.tensors[tensor];
      const isWeight = from >= 0 ? isConstant[from] === 1 : given?.role === 'weight';
      return isWeight ? (given?.shape?.join(',') ?? '?') : '';
    });
    // Scales and zero points are numbers: only weights of some size tell one product from another.
    const large = weights.filter((shape) => shape.includes(','));
    return numbers.of(`${core[place] ?? ''}|${shapeKey(graph, node)}|${node.attributes}|${large.join(';')}`);
  });
}

/** Nodes stand behind what they read; one whose source comes later has a loop in it, which no model has. */
function labelsAbove({ nodes, sources, graph }: GraphSide, own: Int32Array, numbers: Numbers): Int32Array {
  const labels = new Int32Array(nodes.length).fill(-1);
  for (const [place, { inputs }] of nodes.entries()) {
    const given = inputs.flatMap((tensor) => {
      const known = graph.tensors[tensor];
      return known?.role === 'input' ? [known.shape?.join(',') ?? '?'] : [];
    });
    const made = (sources[place] ?? []).map((from) => labels[from]);
    labels[place] = numbers.of(`${own[place]}<${made.join(',')}<${given.join(';')}`);
  }
  return labels;
}

function labelsBelow(side: GraphSide, own: Int32Array, numbers: Numbers): Int32Array {
  const { nodes, readers, sources, graph } = side;
  const labels = new Int32Array(nodes.length).fill(-1);
  for (let place = nodes.length - 1; place >= 0; place -= 1) {
    const read: string[] = [];
    for (const [slot, tensor] of (nodes[place]?.outputs ?? []).entries()) {
      if (graph.tensors[tensor]?.role === 'output') read.push(`${slot}=`);
      for (const reader of readers[tensor] ?? [])
        read.push(`${slot}>${labels[reader]}@${sources[reader]?.indexOf(place) ?? 0}`);
    }
    labels[place] = numbers.of(`${own[place]}(${read.sort().join(' ')})`);
  }
  return labels;
}

function labelsAround(side: GraphSide, from: Int32Array, numbers: Numbers): Int32Array {
  const { nodes, readers, sources } = side;
  return Int32Array.from(nodes, ({ outputs }, place) => {
    const made = (sources[place] ?? []).map((source) => from[source]);
    const read = outputs.flatMap((tensor) => (readers[tensor] ?? []).map((reader) => from[reader]));
    return numbers.of(`${from[place]}<${made.join(',')}>${read.sort().join(',')}`);
  });
}
