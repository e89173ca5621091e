import { GraphBuilder } from './graph-builder.ts';
import type { OnnxModel } from '../onnx-messages.ts';

const CLASSES = 10;

export const MLP_SIZES = {
  tiny: { hidden: 64, layers: 2 },
  small: { hidden: 512, layers: 4 },
  base: { hidden: 2048, layers: 8 },
} as const;

/** Hidden layers of one width with ReLU, then a linear classifier. */
export function buildMlp({
  hidden,
  layers,
}: {
  readonly hidden: number;
  readonly layers: number;
}): OnnxModel {
  const graph = new GraphBuilder();
  const dense = (name: string, input: ReturnType<GraphBuilder['input']>, size: number, gain: number) => {
    const weight = graph.weight(`${name}.weight`, [size, hidden], { kind: 'random', fanIn: hidden, gain });
    const bias = graph.weight(`${name}.bias`, [size], { kind: 'random', fanIn: hidden, gain: 0.1 });
    return graph.node('Gemm', [input, weight, bias], ['batch', size], {
      attributes: { transB: 1 },
      ...(name === 'classifier' ? { name: 'logits' } : {}),
    });
  };
  let value = graph.input('features', 'float32', ['batch', hidden]);
  for (let layer = 0; layer < layers; layer++) {
    value = graph.node('Relu', [dense(`layers.${layer}`, value, hidden, Math.SQRT2)], ['batch', hidden]);
  }
  graph.output(dense('classifier', value, CLASSES, 1));
  return graph.build('mlp', `Multi-layer perceptron, ${layers} layers of ${hidden}`);
}
