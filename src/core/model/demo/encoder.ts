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

/** BERT-like (Devlin et al. 2018), with sinusoidal positions instead of a table that ends. */
export function buildEncoder(shape: TransformerShape): OnnxModel {
  const graph = new GraphBuilder();
  const ids = graph.input('input_ids', 'int64', ['batch', 'sequence']);
  const attentionMask = graph.input('attention_mask', 'int64', ['batch', 'sequence']);
  const segments = graph.input('token_type_ids', 'int64', ['batch', 'sequence']);
  const mask = paddingMask(graph, attentionMask);
  let value = embed(graph, ids, segments, shape);
  for (let layer = 0; layer < shape.layers; layer++) {
    const name = `layers.${layer}`;
    const heads = (part: string): Tensor =>
      splitHeads(graph, linear(graph, `${name}.attention.${part}`, value, shape.hidden), shape.heads);
    const mixed = attend(graph, heads('query'), heads('key'), heads('value'), mask);
    const projected = linear(graph, `${name}.attention.output`, mixed, shape.hidden);
    const attended = layerNorm(
      graph,
      `${name}.attention.norm`,
      graph.node('Add', [projected, value], value.shape),
    );
    const fed = feedForward(graph, `${name}.feed_forward`, attended);
    value = layerNorm(graph, `${name}.feed_forward.norm`, graph.node('Add', [fed, attended], attended.shape));
  }
  const hidden = graph.node('Identity', [value], value.shape, { name: 'last_hidden_state' });
  graph.output(hidden);
  graph.output(pool(graph, value, shape.hidden));
  return graph.build('encoder', `BERT-like encoder, ${shape.layers} layers of ${shape.hidden}`);
}

function embed(graph: GraphBuilder, ids: Tensor, segments: Tensor, shape: TransformerShape): Tensor {
  const { hidden, vocabulary } = shape;
  const spread: Tensor['shape'] = ['batch', 'sequence', hidden];
  const words = graph.weight('embeddings.words', [vocabulary, hidden], { kind: 'random', fanIn: 1 });
  const types = graph.weight('embeddings.token_types', [2, hidden], { kind: 'random', fanIn: 1, gain: 0.1 });
  const wordVectors = graph.node('Gather', [words, ids], spread, { attributes: { axis: 0 } });
  const typeVectors = graph.node('Gather', [types, segments], spread, { attributes: { axis: 0 } });
  const positions = positionsBetween(graph, graph.integer(0), sizeOf(graph, ids, 1), 'sequence');
  const angles = positionAngles(graph, 'embeddings.frequencies', positions, hidden / 2);
  const waves = graph.node(
    'Concat',
    [graph.node('Sin', [angles], angles.shape), graph.node('Cos', [angles], angles.shape)],
    ['sequence', hidden],
    { attributes: { axis: -1 } },
  );
  const placed = graph.node('Add', [graph.node('Add', [wordVectors, typeVectors], spread), waves], spread);
  return layerNorm(graph, 'embeddings.norm', placed);
}

function pool(graph: GraphBuilder, value: Tensor, hidden: number): Tensor {
  const first = graph.node('Gather', [value, graph.integer(0)], ['batch', hidden], {
    attributes: { axis: 1 },
  });
  const weight = graph.weight('pooler.weight', [hidden, hidden], { kind: 'random', fanIn: hidden });
  const bias = graph.weight('pooler.bias', [hidden], { kind: 'constant', value: 0 });
  const dense = graph.node('Gemm', [first, weight, bias], ['batch', hidden]);
  return graph.node('Tanh', [dense], ['batch', hidden], { name: 'pooler_output' });
}
