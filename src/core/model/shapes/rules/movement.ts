import { axesWithin, withSize } from '../../node-view.ts';
import { countElements } from '../../element-type.ts';
import { like, made, SAME, spread, type OneShape, type ShapeRule } from '../types.ts';
import { sliceShape } from '../slice-shape.ts';
import { broadcast } from '../types.ts';
import type { NodeView } from '../../node-view.ts';

const flatten: OneShape = (view) => {
  const input = view.shape(0);
  if (input === undefined) return null;
  const axis = view.integer('axis', 1);
  const split = axis < 0 ? axis + input.length : axis;
  return [countElements(input.slice(0, split)), countElements(input.slice(split))];
};

const reshape: OneShape = (view) => {
  const input = view.shape(0);
  const wanted = view.values(1) ?? view.integers('shape');
  if (input === undefined || wanted === undefined) return null;
  const keepsZero = view.integer('allowzero', 0) === 0;
  const sizes = wanted.map((size, axis) => (size === 0 && keepsZero ? (input[axis] ?? 0) : size));
  if (!sizes.includes(-1)) return sizes;
  const others = countElements(sizes.filter((size) => size !== -1));
  return sizes.map((size) => (size === -1 ? countElements(input) / Math.max(1, others) : size));
};

const transpose: OneShape = (view) => {
  const input = view.shape(0);
  const order = view.integers('perm') ?? (input === undefined ? [] : [...input.keys()].reverse());
  if (input === undefined || order.length !== input.length) return null;
  return order.map((axis) => input[axis] ?? Number.NaN);
};

const concat: OneShape = (view) => {
  const [first] = view.inputs;
  const axis = first === undefined ? null : view.axis(first.shape.length, 1);
  if (first === undefined || axis === null) return null;
  let joined = 0;
  for (const input of view.inputs) joined += input?.shape[axis] ?? Number.NaN;
  return withSize(first.shape, axis, joined);
};

/** Each operand has its scale and zero point behind it; first come those of the result. */
const quantizedConcat: ShapeRule = (view) => {
  const parts = view.inputs.filter((_input, slot) => slot >= 2 && slot % 3 === 2);
  const [first] = parts;
  const axis = first === undefined ? null : view.axis(first.shape.length, 1);
  if (first === undefined || axis === null) return [];
  const joined = parts.reduce((sum, input) => sum + (input?.shape[axis] ?? Number.NaN), 0);
  return [made(first.type, withSize(first.shape, axis, joined))];
};

function axesOf(view: NodeView): readonly number[] | null {
  return view.integers('axes') ?? view.values(1);
}

const unsqueeze: OneShape = (view) => {
  const [input, axes] = [view.shape(0), axesOf(view)];
  if (input === undefined || axes === null) return null;
  const added = axesWithin(axes, input.length + axes.length);
  if (added === null) return null;
  const at = new Set(added);
  const rest = [...input];
  return Array.from({ length: input.length + axes.length }, (_value, axis) =>
    at.has(axis) ? 1 : (rest.shift() ?? Number.NaN),
  );
};

const squeeze: OneShape = (view) => {
  const input = view.shape(0);
  if (input === undefined) return null;
  if (!view.has(1) && view.integers('axes') === undefined) return input.filter((size) => size !== 1);
  const axes = axesOf(view);
  const gone = axes === null ? null : axesWithin(axes, input.length);
  return gone === null ? null : input.filter((_size, axis) => !gone.includes(axis));
};

const gather: OneShape = (view) => {
  const [data, indices] = [view.shape(0), view.shape(1)];
  const axis = data === undefined ? null : view.axis(data.length, 0);
  if (data === undefined || indices === undefined || axis === null) return null;
  return [...data.slice(0, axis), ...indices, ...data.slice(axis + 1)];
};

/** The quantised table's packed columns: two in a byte, unless it is typed so. */
const gatherBlocks: ShapeRule = (view) => {
  const [data, indices, table] = [view.shape(0), view.shape(1), view.inputs[0]];
  const axis = data === undefined ? null : view.axis(data.length, 0, 'gather_axis');
  if (data === undefined || indices === undefined || axis === null) return [];
  const packed = table?.type === 'uint8' ? 8 / Math.max(1, view.integer('bits', 4)) : 1;
  const wide = withSize(data, -1, (data.at(-1) ?? 0) * packed);
  return [made(view.inputs[2]?.type, [...wide.slice(0, axis), ...indices, ...wide.slice(axis + 1)])];
};

const gatherRows: OneShape = (view) => {
  const [data, indices] = [view.shape(0), view.shape(1)];
  const depth = indices?.at(-1);
  if (data === undefined || indices === undefined || depth === undefined) return null;
  return [...indices.slice(0, -1), ...data.slice(view.integer('batch_dims', 0) + depth)];
};

const split: ShapeRule = (view) => {
  const input = view.inputs[0];
  const axis = input === undefined ? null : view.axis(input.shape.length, 0);
  if (input === undefined || axis === null) return [];
  const whole = input.shape[axis] as number;
  const piece = Math.ceil(whole / view.node.output.length);
  const sizes = view.integers('split') ?? view.values(1);
  if (sizes === null && view.has(1)) return [];
  return view.node.output.map((_name, index) =>
    made(
      input.type,
      withSize(input.shape, axis, sizes?.[index] ?? Math.max(0, Math.min(piece, whole - index * piece))),
    ),
  );
};

const expand: OneShape = (view) => {
  const [input, wanted] = [view.shape(0), view.values(1)];
  return input === undefined || wanted === null ? null : broadcast(input, wanted);
};

const tile: OneShape = (view) => {
  const [input, repeats] = [view.shape(0), view.values(1)];
  return repeats === null ? null : input?.map((size, axis) => size * (repeats[axis] ?? Number.NaN));
};

const pad: OneShape = (view) => {
  const input = view.shape(0);
  const pads = view.integers('pads') ?? view.integers('paddings') ?? view.values(1);
  if (input === undefined || pads === null) return null;
  const axes = view.has(3) ? view.values(3) : [...input.keys()];
  const at = axes === null ? null : axesWithin(axes, input.length);
  if (at === null || pads.length < 2 * at.length) return null;
  let shape: readonly number[] = input;
  for (const [index, axis] of at.entries())
    shape = withSize(
      shape,
      axis,
      (shape[axis] as number) + (pads[index] as number) + (pads[index + at.length] as number),
    );
  return shape;
};

const blocks =
  (isDeeper: boolean): OneShape =>
  (view) => {
    const [input, size] = [view.shape(0), view.integer('blocksize', 0)];
    if (input?.length !== 4 || size <= 0) return null;
    const isLast = view.node.domain === 'com.ms.internal.nhwc';
    const [batch = 0, ...rest] = input;
    const [channels = 0, height = 0, width = 0] = isLast ? [rest[2], rest[0], rest[1]] : rest;
    const factor = isDeeper ? size : 1 / size;
    const space = [height / factor, width / factor];
    const deep = channels * factor * factor;
    return isLast ? [batch, ...space, deep] : [batch, deep, ...space];
  };

const oneHot: ShapeRule = (view) => {
  const [indices, depth] = [view.shape(0), view.values(1)?.[0]];
  const axis = indices === undefined ? null : view.axis(indices.length + 1, -1);
  if (indices === undefined || depth === undefined || axis === null) return [];
  return [made(view.inputs[2]?.type, indices.toSpliced(axis, 0, depth))];
};

const cropOrPad: OneShape = (view) => {
  const [input, wanted] = [view.shape(0), view.values(1)];
  if (input === undefined || wanted === null) return null;
  const axes = axesWithin(view.integers('axes') ?? [...input.keys()], input.length);
  return axes === null
    ? null
    : axes.reduce((shape, axis, at) => withSize(shape, axis, wanted[at] ?? Number.NaN), input);
};

export const MOVEMENT = spread({
  Flatten: like(flatten),
  Reshape: like(reshape),
  Transpose: like(transpose),
  Concat: like(concat),
  QLinearConcat: quantizedConcat,
  Unsqueeze: like(unsqueeze),
  Squeeze: like(squeeze),
  'Gather ArrayFeatureExtractor': like(gather),
  GatherBlockQuantized: gatherBlocks,
  GatherElements: (view) => [made(view.inputs[0]?.type, view.shape(1))],
  GatherND: like(gatherRows),
  'ScatterND ScatterElements Scatter TensorScatter ReverseSequence': SAME,
  Split: split,
  Slice: like(sliceShape),
  Expand: like(expand),
  Tile: like(tile),
  Pad: like(pad),
  SpaceToDepth: like(blocks(true)),
  DepthToSpace: like(blocks(false)),
  OneHot: oneHot,
  CenterCropPad: like(cropOrPad),
});
