import { GraphBuilder } from './graph-builder.ts';
import {
  attend,
  feedForward,
  layerNorm,
  linear,
  paddingMask,
  positionAngles,
  positionsBetween,
  sizeOf,
  splitHeads,
} from './layers.ts';
import type { OnnxModel } from '../onnx-messages.ts';
import type { Tensor } from './graph-builder.ts';
import type { TransformerShape } from './layers.ts';

const PAST = 'past_sequence_length';
const TOTAL = 'past_sequence_length + sequence';

interface Rotation {
  readonly cosines: Tensor;
  readonly sines: Tensor;
}

/**
 * GPT-like, layer norms first, with rotary positions (Su et al. 2021), a key/value cache, and the word table used
 * again for the logits. The interface is the one exporters give such models: past_key_values.N.key and present.N.key.
 */
export function buildDecoder(shape: TransformerShape): OnnxModel {
  const { hidden, heads, vocabulary } = shape;
  const graph = new GraphBuilder();
  const ids = graph.input('input_ids', 'int64', ['batch', 'sequence']);
  const attentionMask = graph.input('attention_mask', 'int64', ['batch', TOTAL]);
  const cacheShape = ['batch', heads, PAST, hidden / heads];
  const caches = Array.from({ length: shape.layers }, (_value, layer) => ({
    key: graph.input(`past_key_values.${layer}.key`, 'float32', cacheShape),
    value: graph.input(`past_key_values.${layer}.value`, 'float32', cacheShape),
  }));

  const past = sizeOf(graph, caches[0]?.key as Tensor, 2);
  const total = graph.node('Add', [past, sizeOf(graph, ids, 1)], []);
  const positions = positionsBetween(graph, past, total, 'sequence');
  const rotation = rotationOf(graph, positions, hidden / heads);
  const mask = causalMask(graph, attentionMask, positions, total);

  const words = graph.weight('embeddings.words', [vocabulary, hidden], {
    kind: 'random',
    fanIn: hidden,
  });
  let value = graph.node('Gather', [words, ids], ['batch', 'sequence', hidden], { attributes: { axis: 0 } });
  for (const [layer, cache] of caches.entries()) {
    const name = `layers.${layer}`;
    const normed = layerNorm(graph, `${name}.attention.norm`, value);
    const part = (which: string): Tensor =>
      splitHeads(graph, linear(graph, `${name}.attention.${which}`, normed, hidden), heads);
    const query = rotate(graph, part('query'), rotation);
    const key = append(graph, cache.key, rotate(graph, part('key'), rotation), `present.${layer}.key`);
    const values = append(graph, cache.value, part('value'), `present.${layer}.value`);
    const mixed = attend(graph, query, key, values, mask);
    const projected = linear(graph, `${name}.attention.output`, mixed, hidden);
    const attended = graph.node('Add', [value, projected], value.shape);
    const fed = feedForward(
      graph,
      `${name}.feed_forward`,
      layerNorm(graph, `${name}.feed_forward.norm`, attended),
    );
    value = graph.node('Add', [attended, fed], value.shape);
  }
  graph.output(logits(graph, ids, layerNorm(graph, 'norm', value), words));
  for (const layer of caches.keys()) {
    for (const part of ['key', 'value']) {
      graph.output({
        name: `present.${layer}.${part}`,
        type: 'float32',
        shape: ['batch', heads, TOTAL, hidden / heads],
      });
    }
  }
  return graph.build('decoder', `GPT-like decoder with key/value cache, ${shape.layers} layers of ${hidden}`);
}

function append(graph: GraphBuilder, past: Tensor, fresh: Tensor, name: string): Tensor {
  const [batch = 1, heads = 1, , size = 1] = fresh.shape;
  return graph.node('Concat', [past, fresh], [batch, heads, TOTAL, size], { attributes: { axis: 2 }, name });
}

function rotationOf(graph: GraphBuilder, positions: Tensor, size: number): Rotation {
  const angles = positionAngles(graph, 'rotary.frequencies', positions, size / 2);
  const shape: Tensor['shape'] = ['sequence', size];
  const both = graph.node('Concat', [angles, angles], shape, { attributes: { axis: -1 } });
  return { cosines: graph.node('Cos', [both], shape), sines: graph.node('Sin', [both], shape) };
}

/** x · cos + (−second half, first half) · sin */
function rotate(graph: GraphBuilder, input: Tensor, { cosines, sines }: Rotation): Tensor {
  const { shape } = input;
  const [first, second] = graph.halves(input);
  const turned = graph.node('Concat', [graph.node('Neg', [second], second.shape), first], shape, {
    attributes: { axis: -1 },
  });
  const kept = graph.node('Mul', [input, cosines], shape);
  return graph.node('Add', [kept, graph.node('Mul', [turned, sines], shape)], shape);
}

/** Each token sees itself and what came before, cache included, where attention_mask allows. */
function causalMask(
  graph: GraphBuilder,
  attentionMask: Tensor,
  queryPositions: Tensor,
  total: Tensor,
): Tensor {
  const keyPositions = positionsBetween(graph, graph.integer(0), total, TOTAL);
  const rows = graph.node('Unsqueeze', [queryPositions, graph.integers([1])], ['sequence', 1]);
  const visible = graph.node('LessOrEqual', [keyPositions, rows], ['sequence', TOTAL], { type: 'bool' });
  const causal = graph.node('Where', [visible, graph.number(0), graph.number(-10_000)], ['sequence', TOTAL], {
    type: 'float32',
  });
  return graph.node('Add', [paddingMask(graph, attentionMask), causal], ['batch', 1, 'sequence', TOTAL]);
}

function logits(graph: GraphBuilder, ids: Tensor, value: Tensor, words: Tensor): Tensor {
  const [vocabulary = 1, hidden = 1] = words.shape as readonly number[];
  const flat = graph.node('Reshape', [value, graph.integers([-1, hidden])], ['batch * sequence', hidden]);
  const scores = graph.node('Gemm', [flat, words], ['batch * sequence', vocabulary], {
    attributes: { transB: 1 },
  });
  const shape = graph.node(
    'Concat',
    [graph.node('Shape', [ids], [2], { type: 'int64' }), graph.integers([vocabulary])],
    [3],
    { attributes: { axis: 0 } },
  );
  return graph.node('Reshape', [scores, shape], ['batch', 'sequence', vocabulary], { name: 'logits' });
}
