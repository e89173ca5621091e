import { graphsOf, graphsWithin } from '../graph-walk.ts';
import type { NodeProto } from '../onnx-messages.ts';

/**
 * Places of nodes, each after those that make what it reads, subgraphs included; as they stand wherever that is so
 * already, as ONNX demands and not every file does. What reads itself in a circle keeps its place.
 */
export function dependencyOrder(nodes: readonly NodeProto[]): Iterable<number> {
  let order = orders.get(nodes);
  if (order === undefined) orders.set(nodes, (order = sorted(nodes)));
  return order === 'as-is' ? nodes.keys() : order;
}

/** Planning looks at the same graph at the shapes of a dozen levels. */
const orders = new WeakMap<readonly NodeProto[], readonly number[] | 'as-is'>();

function sorted(nodes: readonly NodeProto[]): readonly number[] | 'as-is' {
  const maker = new Map<string, number>();
  for (const [place, node] of nodes.entries()) for (const name of node.output) maker.set(name, place);
  maker.delete('');
  const isInOrder = nodes.every((node, place) =>
    readBy(node).every((name) => (maker.get(name) ?? -1) < place),
  );
  if (isInOrder) return 'as-is';
  const order: number[] = [];
  const state = new Uint8Array(nodes.length);
  const stack: number[] = [];
  for (const first of nodes.keys()) {
    stack.push(first);
    for (let place = stack.at(-1); place !== undefined; place = stack.at(-1)) {
      if (state[place] !== 0) {
        // Its makers are through, or it was met a second time on the way to itself.
        stack.pop();
        if (state[place] === 1) order.push(place);
        state[place] = 2;
        continue;
      }
      state[place] = 1;
      for (const name of readBy(nodes[place] as NodeProto)) {
        const from = maker.get(name);
        if (from !== undefined && state[from] === 0) stack.push(from);
      }
    }
  }
  return order;
}

function readBy(node: NodeProto): readonly string[] {
  const graphs = graphsOf(node);
  if (graphs.length === 0) return node.input;
  const inside = graphs.flatMap((graph) =>
    [...graphsWithin(graph)].flatMap((each) => each.node.flatMap(({ input }) => input)),
  );
  return [...node.input, ...inside];
}
