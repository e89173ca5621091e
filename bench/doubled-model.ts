import type { NodeProto, OnnxModel, TensorProto } from '../src/core/model/onnx-messages.ts';

/**
 * The model with so many more of one node behind it, whose results nobody reads: at graph level "disabled" the runtime
 * runs them all the same. Each has weights of its own, so that it does not find those of the one before in the cache.
 */
export function withCopies(model: OnnxModel, name: string, copies: number): OnnxModel {
  const { graph } = model;
  const place = graph.node.findIndex((node) => node.name === name);
  const node = graph.node[place];
  if (node === undefined) throw new Error(`The optimized graph has no node ${name}.`);
  const weights = new Map(graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const added: NodeProto[] = [];
  const initializer: TensorProto[] = [...graph.initializer];
  for (let copy = 0; copy < copies; copy += 1) {
    const renamed = (value: string): string => (value === '' ? '' : `${value}__copy_${copy}`);
    for (const input of new Set(node.input)) {
      const weight = weights.get(input);
      if (weight !== undefined) initializer.push({ ...weight, name: renamed(input) });
    }
    added.push({
      ...node,
      name: renamed(name),
      input: node.input.map((input) => (weights.has(input) ? renamed(input) : input)),
      output: node.output.map(renamed),
    });
  }
  const nodes = [...graph.node.slice(0, place + 1), ...added, ...graph.node.slice(place + 1)];
  return { ...model, graph: { ...graph, node: nodes, initializer } };
}
