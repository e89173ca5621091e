import type { AttributeProto, GraphProto, NodeProto, OnnxModel } from './onnx-messages.ts';

/** The main graph and every graph inside it, outermost first; functions are templates and not among them. */
export function* allGraphs(model: OnnxModel): Generator<GraphProto, void, void> {
  yield* graphsWithin(model.graph);
}

export function* graphsWithin(graph: GraphProto): Generator<GraphProto, void, void> {
  yield graph;
  for (const node of graph.node) {
    for (const attribute of node.attribute) {
      if (attribute.g !== undefined) yield* graphsWithin(attribute.g);
      for (const inner of attribute.graphs) yield* graphsWithin(inner);
    }
  }
}

/** Those that are attributes of a node itself. */
export function graphsOf(node: NodeProto): readonly GraphProto[] {
  const found: GraphProto[] = [];
  for (const { g, graphs } of node.attribute) {
    if (g !== undefined) found.push(g);
    found.push(...graphs);
  }
  return found;
}

export function attributeOf(node: NodeProto, name: string): AttributeProto | undefined {
  return node.attribute.find((attribute) => attribute.name === name);
}

export function integerAttribute(node: NodeProto, name: string, otherwise: number): number {
  const value = attributeOf(node, name)?.i;
  return value === undefined ? otherwise : Number(value);
}

export function integersAttribute(node: NodeProto, name: string): readonly number[] | undefined {
  const attribute = attributeOf(node, name);
  return attribute === undefined ? undefined : attribute.ints.map(Number);
}

/** ONNX's own operators have an empty domain, or its long name. */
export function isStandard(domain: string | undefined): boolean {
  return domain === undefined || domain === '' || domain === 'ai.onnx';
}
