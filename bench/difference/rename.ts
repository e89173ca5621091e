import type { OnnxModel } from '../../src/core/model/onnx-messages.ts';
import type { Naming } from './pairs.ts';

/** The model with other names, and what each node is called now. */
export function withNames(
  model: OnnxModel,
  naming: Naming,
): { readonly model: OnnxModel; nameOf(node: string): string } {
  if (naming === 'kept') return { model, nameOf: (node) => node };
  const { graph } = model;
  const nodes = new Map(
    graph.node.map((node, place) => [
      node.name ?? '',
      naming === 'stripped' ? `n${(place * 7919) % 100_003}` : `${node.opType ?? ''}_${place}`,
    ]),
  );
  const outside = new Set([...graph.input, ...graph.output].map(({ name }) => name ?? ''));
  const values = new Map<string, string>();
  if (naming === 'stripped') {
    const weights = graph.initializer.map(({ name }) => name ?? '');
    const made = graph.node.flatMap(({ output }) => output);
    for (const [place, name] of [...weights, ...made].entries())
      if (name !== '' && !outside.has(name)) values.set(name, `v${(place * 104_729) % 1_000_003}`);
  } else {
    for (const { name, output } of graph.node)
      for (const [slot, value] of output.entries())
        if (!outside.has(value))
          values.set(value, `${nodes.get(name ?? '') ?? ''}${slot === 0 ? '' : `_${slot}`}`);
  }
  const value = (name: string): string => values.get(name) ?? name;
  return {
    model: {
      ...model,
      graph: {
        ...graph,
        node: graph.node.map((node) => ({
          ...node,
          name: nodes.get(node.name ?? '') ?? '',
          input: node.input.map(value),
          output: node.output.map(value),
        })),
        initializer: graph.initializer.map((tensor) => ({ ...tensor, name: value(tensor.name ?? '') })),
        valueInfo: graph.valueInfo.map((info) => ({ ...info, name: value(info.name ?? '') })),
      },
    },
    nameOf: (node) => nodes.get(node) ?? node,
  };
}
