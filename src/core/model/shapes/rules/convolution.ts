import { like, made, SAME, spread, typed, type OneShape, type ShapeRule } from '../types.ts';
import { slide, unslide } from '../window-shapes.ts';
import type { NodeView, Shape } from '../../node-view.ts';

/** By their domain, their name, or an attribute. */
function channelsLast(view: NodeView): boolean {
  const isNamedSo = view.node.domain === 'com.ms.internal.nhwc' || view.op.startsWith('Nhwc');
  return isNamedSo || view.integer('channels_last', 0) === 1;
}

function arrange(view: NodeView, batch: number, channels: number, space: Shape): Shape {
  return channelsLast(view) ? [batch, ...space, channels] : [batch, channels, ...space];
}

function spaceOf(view: NodeView, shape: Shape): Shape {
  return channelsLast(view) ? shape.slice(1, -1) : shape.slice(2);
}

function channelsOf(view: NodeView, shape: Shape): number {
  return (channelsLast(view) ? shape.at(-1) : shape[1]) as number;
}

const convolved =
  (weightSlot: number): OneShape =>
  (view) => {
    const [input, weight] = [view.shape(0), view.shape(weightSlot)];
    if (input === undefined || weight === undefined || input.length < 3) return null;
    // Only NhwcConv's weight has its channels last as well.
    const window = view.op.startsWith('Nhwc') ? weight.slice(1, -1) : weight.slice(2);
    const space = slide(view, spaceOf(view, input), view.integers('kernel_shape') ?? window);
    return arrange(view, input[0] as number, weight[0] as number, space);
  };

const transposed =
  (weightSlot: number): OneShape =>
  (view) => {
    const [input, weight] = [view.shape(0), view.shape(weightSlot)];
    if (input === undefined || weight === undefined || input.length < 3) return null;
    const space = unslide(view, spaceOf(view, input), view.integers('kernel_shape') ?? weight.slice(2));
    return arrange(view, input[0] as number, (weight[1] as number) * view.integer('group', 1), space);
  };

const pooled: OneShape = (view) => {
  const [input, kernel] = [view.shape(0), view.integers('kernel_shape')];
  if (input === undefined || kernel === undefined || input.length < 3) return null;
  return arrange(
    view,
    input[0] as number,
    channelsOf(view, input),
    slide(view, spaceOf(view, input), kernel),
  );
};

const pooledWithIndices: ShapeRule = (view) => {
  const shape = pooled(view);
  return [made(view.inputs[0]?.type, shape), made('int64', shape)];
};

const global: OneShape = (view) => {
  const input = view.shape(0);
  if (input === undefined || input.length < 2) return null;
  const ones = spaceOf(view, input).map(() => 1);
  return arrange(view, input[0] as number, channelsOf(view, input), ones);
};

const unpooled: OneShape = (view) => {
  const [input, kernel] = [view.shape(0), view.integers('kernel_shape')];
  if (view.has(2)) return view.values(2);
  if (input === undefined || kernel === undefined || input.length < 3) return null;
  return [...input.slice(0, 2), ...unslide(view, input.slice(2), kernel)];
};

/** One result of a fixed size for each box. */
const boxed =
  (
    count: (view: NodeView) => number | undefined,
    size: (view: NodeView) => readonly (number | undefined)[],
  ): OneShape =>
  (view) => {
    const [boxes, channels] = [count(view), view.shape(0)?.[1]];
    const space = size(view);
    if (boxes === undefined || channels === undefined || space.includes(undefined)) return null;
    return [boxes, channels, ...(space as readonly number[])];
  };

/** Columns of windows put back where they came from. */
const fromColumns: OneShape = (view) => {
  const [input, image, block] = [view.shape(0), view.values(1), view.values(2)];
  if (input?.length !== 3 || image === null || block === null) return null;
  const window = block.reduce((count, size) => count * size, 1);
  return [input[0] as number, (input[1] as number) / window, ...image];
};

/** The runtime pads channels to whole blocks and takes the padding off again. */
const unblocked: OneShape = (view) => {
  const input = view.shape(0);
  const channels = view.integer('channels', 0);
  if (input === undefined || input.length < 3 || channels <= 0) return null;
  return view.integer('channels_last', 0) === 1
    ? [input[0] as number, ...input.slice(2), channels]
    : [input[0] as number, channels, ...input.slice(2)];
};

export const CONVOLUTION = spread({
  'Conv FusedConv NhwcConv NhwcFusedConv DeformConv': like(convolved(1)),
  ConvInteger: typed('int32', convolved(1)),
  QLinearConv: (view) => [made(view.inputs[7]?.type ?? view.inputs[0]?.type, convolved(3)(view))],
  'ConvTranspose ConvTransposeWithDynamicPads': like(transposed(1)),
  QLinearConvTranspose: (view) => [made(view.inputs[7]?.type ?? view.inputs[0]?.type, transposed(3)(view))],
  MaxPool: pooledWithIndices,
  'AveragePool LpPool NhwcMaxPool QLinearAveragePool': like(pooled),
  'GlobalAveragePool GlobalMaxPool GlobalLpPool QLinearGlobalAveragePool': like(global),
  MaxUnpool: like(unpooled),
  MaxRoiPool: like(
    boxed(
      (view) => view.shape(1)?.[0],
      (view) => view.integers('pooled_shape') ?? [undefined],
    ),
  ),
  RoiAlign: like(
    boxed(
      (view) => view.shape(1)?.[0],
      (view) => [view.integer('output_height', 1), view.integer('output_width', 1)],
    ),
  ),
  Col2Im: like(fromColumns),
  ReorderInput: SAME,
  ReorderOutput: like(unblocked),
});
