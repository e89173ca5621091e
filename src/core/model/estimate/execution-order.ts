import type { NodeProto } from '../onnx-messages.ts';

/**
 * The order in which ONNX Runtime runs a graph: depth first from the nodes that nobody reads, the later of a node's
 * producers first (GraphViewer, the default order). It decides which values are alive together.
 */
export function executionOrder(nodes: readonly NodeProto[]): readonly NodeProto[] {
  const producer = new Map<string, number>();
  for (const [index, node] of nodes.entries()) for (const name of node.output) producer.set(name, index);
  const producersOf = nodes.map((node, index) => {
    const found = new Set<number>();
    for (const name of node.input) {
      const from = name === '' ? undefined : producer.get(name);
      if (from !== undefined && from !== index) found.add(from);
    }
    return [...found].sort((a, b) => a - b);
  });
  const read = new Set(producersOf.flat());
  const order: NodeProto[] = [];
  const visited = new Set<number>();
  const stack: { readonly index: number; readonly leaving: boolean }[] = [];
  for (const index of nodes.keys()) if (!read.has(index)) stack.push({ index, leaving: false });
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { index, leaving } = entry;
    if (leaving) {
      order.push(nodes[index] as NodeProto);
      continue;
    }
    if (visited.has(index)) continue;
    visited.add(index);
    stack.push({ index, leaving: true });
    for (const from of producersOf[index] ?? []) {
      if (!visited.has(from)) stack.push({ index: from, leaving: false });
    }
  }
  return order;
}
