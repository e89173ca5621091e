import { attributeOf } from '../../graph-walk.ts';
import { tensorTypeOf } from '../../element-type.ts';
import { made, spread, typed, type Made, type OneShape, type ShapeRule } from '../types.ts';
import { resizedShape } from '../resized-shape.ts';
import { withSize, type NodeView } from '../../node-view.ts';
import type { TensorType } from '../../../../contract/model.ts';

const constant: ShapeRule = ({ node }) => {
  const has = (name: string): boolean => attributeOf(node, name) !== undefined;
  const value = attributeOf(node, 'value')?.t;
  if (value !== undefined) return [made(tensorTypeOf(value.dataType), value.dims)];
  const sparse = attributeOf(node, 'sparse_value')?.sparseTensor;
  if (sparse !== undefined) return [made(tensorTypeOf(sparse.values?.dataType), sparse.dims)];
  const lists: readonly (readonly [string, TensorType, 'ints' | 'floats' | 'strings'])[] = [
    ['value_ints', 'int64', 'ints'],
    ['value_floats', 'float32', 'floats'],
    ['value_strings', 'string', 'strings'],
  ];
  for (const [name, type, list] of lists) {
    if (has(name)) return [made(type, [attributeOf(node, name)?.[list].length ?? 0])];
  }
  if (has('value_int')) return [made('int64', [])];
  if (has('value_float')) return [made('float32', [])];
  return has('value_string') ? [made('string', [])] : [];
};

const filled: ShapeRule = (view) => {
  const value = attributeOf(view.node, 'value')?.t;
  return [made(value === undefined ? 'float32' : tensorTypeOf(value.dataType), view.values(0))];
};

const range: ShapeRule = (view) => {
  const [start, limit, step] = [0, 1, 2].map((slot) => view.values(slot)?.[0]);
  if (start === undefined || limit === undefined || step === undefined || step === 0) return [];
  return [made(view.inputs[0]?.type, [Math.max(0, Math.ceil((limit - start) / step))])];
};

function wantedType(
  view: NodeView,
  otherwise: TensorType | undefined,
  name = 'dtype',
): TensorType | undefined {
  const wanted = view.integer(name, 0);
  return wanted > 0 ? tensorTypeOf(wanted) : otherwise;
}

const random: ShapeRule = (view) => [made(wantedType(view, 'float32'), view.integers('shape'))];
const randomLike: ShapeRule = (view) => [made(wantedType(view, view.inputs[0]?.type), view.shape(0))];

const drawn: ShapeRule = (view) => {
  const rows = view.shape(0)?.[0];
  return [
    made(wantedType(view, 'int32'), rows === undefined ? null : [rows, view.integer('sample_size', 1)]),
  ];
};

const windowed: ShapeRule = (view) => {
  const length = view.values(0)?.[0];
  return [made(wantedType(view, 'float32', 'output_datatype'), length === undefined ? null : [length])];
};

const melWeights: ShapeRule = (view) => {
  const [bins, length] = [view.values(0)?.[0], view.values(1)?.[0]];
  const shape = bins === undefined || length === undefined ? null : [Math.floor(length / 2) + 1, bins];
  return [made(wantedType(view, 'float32', 'output_datatype'), shape)];
};

/** Real and imaginary parts along the last axis; of real input, half of the rest mirrors the other half. */
const transformed: ShapeRule = (view) => {
  const input = view.shape(0);
  if (input === undefined) return [];
  const given = view.has(2) ? view.values(2)?.[0] : view.integer('axis', view.node.input.length > 2 ? -2 : 1);
  const length = view.has(1) ? view.values(1)?.[0] : undefined;
  if (given === undefined || (view.has(1) && length === undefined)) return [];
  const axis = given < 0 ? given + input.length : given;
  const isOneSided = view.integer('onesided', 0) === 1;
  const isInverse = view.integer('inverse', 0) === 1;
  const full = length ?? input[axis] ?? Number.NaN;
  const size = isOneSided && !isInverse ? Math.floor(full / 2) + 1 : full;
  if (!(axis >= 0 && axis < input.length - 1)) return [];
  return [
    made(view.inputs[0]?.type, withSize(withSize(input, axis, size), -1, isOneSided && isInverse ? 1 : 2)),
  ];
};

const shortTime: ShapeRule = (view) => {
  const [signal, step] = [view.shape(0), view.values(1)?.[0]];
  const length = view.values(3)?.[0] ?? view.shape(2)?.[0];
  if (signal === undefined || step === undefined || length === undefined || step <= 0) return [];
  const frames = Math.floor(((signal[1] ?? 0) - length) / step) + 1;
  const bins = view.integer('onesided', 1) === 1 ? Math.floor(length / 2) + 1 : length;
  return [made(view.inputs[0]?.type, [signal[0] ?? 0, frames, bins, 2])];
};

const sampled: OneShape = (view) => {
  const [input, grid] = [view.shape(0), view.shape(1)];
  return input === undefined || grid === undefined ? null : [...input.slice(0, 2), ...grid.slice(1, -1)];
};

const grid: ShapeRule = (view) => {
  const size = view.values(1);
  if (size === null || size.length < 3) return [];
  return [made(view.inputs[0]?.type, [size[0] ?? 0, ...size.slice(2), size.length - 2])];
};

const first = (view: NodeView): TensorType | undefined => view.inputs[0]?.type;
const rank = (view: NodeView): Made => {
  const shape = view.shape(0);
  if (shape === undefined) return null;
  return made('int64', [shape.slice(view.integer('start', 0), view.integer('end', shape.length)).length]);
};

export const GENERATION = spread({
  Constant: constant,
  ConstantOfShape: filled,
  Range: range,
  Shape: (view) => [rank(view)],
  Size: typed('int64', () => []),
  EyeLike: (view) => [made(wantedType(view, first(view)), view.shape(0))],
  'RandomNormal RandomUniform': random,
  'RandomNormalLike RandomUniformLike Bernoulli': randomLike,
  Multinomial: drawn,
  'HannWindow HammingWindow BlackmanWindow': windowed,
  MelWeightMatrix: melWeights,
  DFT: transformed,
  STFT: shortTime,
  'Resize Upsample': (view) => [made(first(view), resizedShape(view))],
  GridSample: (view) => [made(first(view), sampled(view))],
  AffineGrid: grid,
});
