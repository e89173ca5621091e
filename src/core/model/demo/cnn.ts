import { GraphBuilder } from './graph-builder.ts';
import type { OnnxModel } from '../onnx-messages.ts';
import type { Tensor } from './graph-builder.ts';

interface CnnShape {
  readonly title: string;
  readonly image: number;
  /** Large images: 7 × 7 with stride 2 and a pooling; small ones: 3 × 3. */
  readonly stem: 'large' | 'small';
  readonly block: 'basic' | 'bottleneck';
  readonly widths: readonly number[];
  readonly blocks: readonly number[];
  readonly classes: number;
}

export const CNN_SIZES = {
  tiny: {
    title: 'ResNet-8',
    image: 32,
    stem: 'small',
    block: 'basic',
    widths: [16, 32, 64],
    blocks: [1, 1, 1],
    classes: 10,
  },
  small: {
    title: 'ResNet-18',
    image: 224,
    stem: 'large',
    block: 'basic',
    widths: [64, 128, 256, 512],
    blocks: [2, 2, 2, 2],
    classes: 1000,
  },
  base: {
    title: 'ResNet-50',
    image: 224,
    stem: 'large',
    block: 'bottleneck',
    widths: [64, 128, 256, 512],
    blocks: [3, 4, 6, 3],
    classes: 1000,
  },
} as const satisfies Record<string, CnnShape>;

/** Residual networks of He et al. 2015 as they are deployed: batch normalisation folded into the convolutions. */
export function buildCnn(shape: CnnShape): OnnxModel {
  const graph = new GraphBuilder();
  const convolve = convolver(graph);
  const image = graph.input('pixel_values', 'float32', ['batch', 3, shape.image, shape.image]);
  let value =
    shape.stem === 'small'
      ? relu(graph, convolve('stem', image, shape.widths[0] ?? 16, 3, 1))
      : pool(graph, relu(graph, convolve('stem', image, shape.widths[0] ?? 64, 7, 2)));
  for (const [stage, width] of shape.widths.entries()) {
    for (let index = 0; index < (shape.blocks[stage] ?? 1); index++) {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      const name = `stages.${stage}.${index}`;
      const outputs = shape.block === 'basic' ? width : width * 4;
      const inner =
        shape.block === 'basic'
          ? basicBlock(graph, name, value, width, stride)
          : bottleneck(graph, name, value, width, stride);
      const same = stride === 1 && value.shape[1] === outputs;
      const shortcut = same ? value : convolve(`${name}.shortcut`, value, outputs, 1, stride, 1);
      value = relu(graph, graph.node('Add', [inner, shortcut], inner.shape));
    }
  }
  graph.output(classify(graph, value, shape.classes));
  return graph.build('cnn', `${shape.title} with folded batch normalisation`);
}

function basicBlock(graph: GraphBuilder, name: string, input: Tensor, width: number, stride: number): Tensor {
  const convolve = convolver(graph);
  const first = relu(graph, convolve(`${name}.conv1`, input, width, 3, stride));
  return convolve(`${name}.conv2`, first, width, 3, 1, 0.3);
}

function bottleneck(graph: GraphBuilder, name: string, input: Tensor, width: number, stride: number): Tensor {
  const convolve = convolver(graph);
  const first = relu(graph, convolve(`${name}.conv1`, input, width, 1, 1));
  const second = relu(graph, convolve(`${name}.conv2`, first, width, 3, stride));
  return convolve(`${name}.conv3`, second, width * 4, 1, 1, 0.3);
}

/** The last convolution of a block has a small gain, so that fifty layers do not add up to large numbers. */
function convolver(graph: GraphBuilder) {
  return (
    name: string,
    input: Tensor,
    outputs: number,
    kernel: number,
    stride: number,
    gain = Math.SQRT2,
  ) => {
    const [batch = 1, inputs = 1, height, width] = input.shape as readonly [string, number, number, number];
    const fanIn = inputs * kernel * kernel;
    const weight = graph.weight(`${name}.weight`, [outputs, inputs, kernel, kernel], {
      kind: 'random',
      fanIn,
      gain,
    });
    const bias = graph.weight(`${name}.bias`, [outputs], { kind: 'random', fanIn, gain: 0.1 });
    const pad = (kernel - 1) / 2;
    const size = (length: number): number => Math.floor((length + 2 * pad - kernel) / stride) + 1;
    return graph.node('Conv', [input, weight, bias], [batch, outputs, size(height), size(width)], {
      attributes: {
        kernel_shape: [kernel, kernel],
        strides: [stride, stride],
        pads: [pad, pad, pad, pad],
        dilations: [1, 1],
        group: 1,
      },
    });
  };
}

function relu(graph: GraphBuilder, input: Tensor): Tensor {
  return graph.node('Relu', [input], input.shape);
}

function pool(graph: GraphBuilder, input: Tensor): Tensor {
  const [batch = 1, channels = 1, height, width] = input.shape;
  const half = (length: number | string | undefined): number => Math.floor(((length as number) - 1) / 2) + 1;
  return graph.node('MaxPool', [input], [batch, channels, half(height), half(width)], {
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
  });
}

function classify(graph: GraphBuilder, input: Tensor, classes: number): Tensor {
  const channels = input.shape[1] as number;
  const pooled = graph.node('GlobalAveragePool', [input], ['batch', channels, 1, 1]);
  const flat = graph.node('Flatten', [pooled], ['batch', channels], { attributes: { axis: 1 } });
  const weight = graph.weight('classifier.weight', [classes, channels], { kind: 'random', fanIn: channels });
  const bias = graph.weight('classifier.bias', [classes], { kind: 'constant', value: 0 });
  return graph.node('Gemm', [flat, weight, bias], ['batch', classes], {
    attributes: { transB: 1 },
    name: 'logits',
  });
}
