import type { GraphBuilder, Tensor } from './graph-builder.ts';

export interface TransformerShape {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly vocabulary: number;
}

export const TRANSFORMER_SIZES = {
  tiny: { hidden: 64, layers: 2, heads: 4, vocabulary: 1000 },
  small: { hidden: 256, layers: 4, heads: 4, vocabulary: 8000 },
  base: { hidden: 768, layers: 12, heads: 12, vocabulary: 30_000 },
} as const satisfies Record<string, TransformerShape>;

/** x · W + b over the last axis. */
export function linear(graph: GraphBuilder, name: string, input: Tensor, outputs: number, gain = 1): Tensor {
  const inputs = input.shape.at(-1) as number;
  const shape = [...input.shape.slice(0, -1), outputs];
  const weight = graph.weight(`${name}.weight`, [inputs, outputs], { kind: 'random', fanIn: inputs, gain });
  const bias = graph.weight(`${name}.bias`, [outputs], { kind: 'random', fanIn: inputs, gain: 0.1 });
  return graph.node('Add', [graph.node('MatMul', [input, weight], shape), bias], shape);
}

export function layerNorm(graph: GraphBuilder, name: string, input: Tensor): Tensor {
  const size = input.shape.at(-1) as number;
  const scale = graph.weight(`${name}.weight`, [size], { kind: 'constant', value: 1 });
  const bias = graph.weight(`${name}.bias`, [size], { kind: 'constant', value: 0 });
  return graph.node('LayerNormalization', [input, scale, bias], input.shape, {
    attributes: { axis: -1, epsilon: { float: 1e-5 } },
  });
}

/** x · ½ (1 + erf(x / √2)), in the form that exporters write and runtimes fuse. */
export function gelu(graph: GraphBuilder, input: Tensor): Tensor {
  const { shape } = input;
  const scaled = graph.node('Div', [input, graph.number(Math.SQRT2)], shape);
  const shifted = graph.node('Add', [graph.node('Erf', [scaled], shape), graph.number(1)], shape);
  return graph.node('Mul', [graph.node('Mul', [input, shifted], shape), graph.number(0.5)], shape);
}

export function feedForward(graph: GraphBuilder, name: string, input: Tensor): Tensor {
  const hidden = input.shape.at(-1) as number;
  const wide = gelu(graph, linear(graph, `${name}.up`, input, hidden * 4));
  return linear(graph, `${name}.down`, wide, hidden);
}

/** [batch, sequence, hidden] to [batch, heads, sequence, hidden / heads]. */
export function splitHeads(graph: GraphBuilder, input: Tensor, heads: number): Tensor {
  const [batch = 1, sequence = 1, hidden] = input.shape;
  const size = (hidden as number) / heads;
  const split = graph.node(
    'Reshape',
    [input, graph.integers([0, 0, heads, size])],
    [batch, sequence, heads, size],
  );
  return graph.node('Transpose', [split], [batch, heads, sequence, size], {
    attributes: { perm: [0, 2, 1, 3] },
  });
}

/** softmax(q · kᵀ / √d + mask) · v, back to [batch, sequence, hidden]. */
export function attend(graph: GraphBuilder, query: Tensor, key: Tensor, value: Tensor, mask: Tensor): Tensor {
  const [batch = 1, heads = 1, sequence = 1, size] = query.shape;
  const keys = key.shape[2] ?? 1;
  const width = size as number;
  const turned = graph.node('Transpose', [key], [batch, heads, width, keys], {
    attributes: { perm: [0, 1, 3, 2] },
  });
  const square = [batch, heads, sequence, keys];
  const raw = graph.node('MatMul', [query, turned], square);
  const scaled = graph.node('Div', [raw, graph.number(Math.sqrt(width))], square);
  const masked = graph.node('Add', [scaled, mask], square);
  const weights = graph.node('Softmax', [masked], square, { attributes: { axis: -1 } });
  const mixed = graph.node('MatMul', [weights, value], query.shape);
  const joined = graph.node('Transpose', [mixed], [batch, sequence, heads, width], {
    attributes: { perm: [0, 2, 1, 3] },
  });
  const hidden = (heads as number) * width;
  return graph.node('Reshape', [joined, graph.integers([0, 0, hidden])], [batch, sequence, hidden]);
}

/** 0 where attention_mask is 1 and −10000 where it is 0, as [batch, 1, 1, length]: within float16's range too. */
export function paddingMask(graph: GraphBuilder, attentionMask: Tensor): Tensor {
  const [batch = 1, length = 1] = attentionMask.shape;
  const shape = [batch, 1, 1, length];
  const ones = graph.node('Cast', [attentionMask], attentionMask.shape, {
    type: 'float32',
    attributes: { to: 1 },
  });
  const wide = graph.node('Unsqueeze', [ones, graph.integers([1, 2])], shape);
  const masked = graph.node('Sub', [graph.number(1), wide], shape);
  return graph.node('Mul', [masked, graph.number(-10_000)], shape);
}

/** A size of a tensor as a scalar. */
export function sizeOf(graph: GraphBuilder, input: Tensor, axis: number): Tensor {
  const shape = graph.node('Shape', [input], [input.shape.length], { type: 'int64' });
  return graph.node('Gather', [shape, graph.integer(axis)], [], { attributes: { axis: 0 } });
}

/** start, start + 1, … below limit, as float32: exact up to 16 million positions. */
export function positionsBetween(
  graph: GraphBuilder,
  start: Tensor,
  limit: Tensor,
  length: number | string,
): Tensor {
  const range = graph.node('Range', [start, limit, graph.integer(1)], [length], { type: 'int64' });
  return graph.node('Cast', [range], [length], { type: 'float32', attributes: { to: 1 } });
}

/** Position × frequency, [length, count]. No table: any length. */
export function positionAngles(graph: GraphBuilder, name: string, positions: Tensor, count: number): Tensor {
  const [length = 1] = positions.shape;
  const frequencies = graph.weight(name, [1, count], { kind: 'frequencies', count });
  const column = graph.node('Unsqueeze', [positions, graph.integers([1])], [length, 1]);
  return graph.node('Mul', [column, frequencies], [length, count]);
}
