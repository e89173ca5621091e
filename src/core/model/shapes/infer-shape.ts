import { attentionOutput, attentionSizes, isAttention } from './attention-sizes.ts';
import { NodeView } from '../node-view.ts';
import { contribShape } from './contrib-shapes.ts';
import { convolutionShape, poolingShape } from './window-shapes.ts';
import { countElements, tensorTypeOf } from '../element-type.ts';
import { einsumShape } from './einsum.ts';
import { integerAttribute, integersAttribute, isStandard } from '../graph-walk.ts';
import type { KnownTensor, ShapeTable } from './shape-table.ts';
import type { NodeProto } from '../onnx-messages.ts';

type Shape = readonly number[];

/** Null where the rule cannot tell. */
type Rule = (
  node: NodeProto,
  inputs: readonly (KnownTensor | undefined)[],
  table: ShapeTable,
) => Shape | null;

const SAME =
  'Relu LeakyRelu Elu Selu Celu ThresholdedRelu HardSigmoid HardSwish Mish Sigmoid Tanh Erf Gelu Softmax LogSoftmax ' +
  'Softplus Softsign Dropout Identity Neg Sqrt Exp Log Abs Clip Reciprocal Floor Ceil Round Sign Not Sin Cos Cast ' +
  'LRN BatchNormalization InstanceNormalization GroupNormalization LayerNormalization LpNormalization RMSNormalization SimplifiedLayerNormalization RotaryEmbedding Swish CumSum Trilu ' +
  'QuantizeLinear DequantizeLinear';
const BROADCAST =
  'Add Sub Mul Div Pow Mod Min Max Sum Mean PRelu Where And Or Xor Equal Less LessOrEqual Greater GreaterOrEqual';
const REDUCE =
  'ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSumExp ReduceSumSquare';
const TRUTHS = new Set([
  'Equal',
  'Less',
  'LessOrEqual',
  'Greater',
  'GreaterOrEqual',
  'And',
  'Or',
  'Xor',
  'Not',
]);

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...SAME.split(' ').map((name): [string, Rule] => [name, (_node, [input]) => input?.shape ?? null]),
  ...BROADCAST.split(' ').map((name): [string, Rule] => [name, (_node, inputs) => broadcastAll(inputs)]),
  ...REDUCE.split(' ').map((name): [string, Rule] => [name, reduce]),
  [
    'Einsum',
    (node, inputs) =>
      einsumShape(
        node,
        inputs.map((input) => input?.shape),
      ),
  ],
  ['MatMul', (_node, [a, b]) => matrixProduct(a?.shape, b?.shape)],
  ['Gemm', gemm],
  ['Conv', (node, [input, weight]) => convolutionShape(node, input?.shape, weight?.shape)],
  ['MaxPool', (node, [input]) => poolingShape(node, input?.shape)],
  ['AveragePool', (node, [input]) => poolingShape(node, input?.shape)],
  ['GlobalAveragePool', (_node, [input]) => input?.shape.map((size, axis) => (axis < 2 ? size : 1)) ?? null],
  ['GlobalMaxPool', (_node, [input]) => input?.shape.map((size, axis) => (axis < 2 ? size : 1)) ?? null],
  ['Flatten', flatten],
  ['Reshape', reshape],
  ['Transpose', transpose],
  ['Concat', concat],
  ['Unsqueeze', unsqueeze],
  ['Squeeze', squeeze],
  ['Gather', gather],
  ['Shape', (_node, [input]) => (input === undefined ? null : [input.shape.length])],
  ['Expand', expand],
  ['Range', range],
  ['Slice', slice],
  ['ConstantOfShape', (node, _inputs, table) => operand(node, table, 0)],
]);

/** Shapes and types of a node's outputs. */
export function inferShape(node: NodeProto, table: ShapeTable): readonly (KnownTensor | null)[] {
  const inputs = node.input.map((name) => table.tensors.get(name));
  if (isAttention(node)) return attention(node, inputs);
  if (!isStandard(node.domain)) return contribShape(node, inputs);
  if (node.opType === 'Split') return split(node, inputs[0], table);
  const shape = RULES.get(node.opType ?? '')?.(node, inputs, table) ?? null;
  if (shape === null || shape.some((size) => !(size >= 0))) return [];
  const type = outputType(node, inputs);
  const known = type === undefined ? null : { type, shape };
  // Dropout's mask has the shape of its output; other second outputs are not followed.
  return node.opType === 'Dropout' ? [known, { type: 'bool', shape }] : [known];
}

/** As long as the queries and as wide as the values; what it keeps for later is not followed. */
function attention(
  node: NodeProto,
  inputs: readonly (KnownTensor | undefined)[],
): readonly (KnownTensor | null)[] {
  const [query] = inputs;
  const view = new NodeView(node, inputs, []);
  const sizes = attentionSizes(view);
  if (query === undefined || sizes === null) return [];
  const type = node.opType === 'QAttention' ? 'float32' : query.type;
  return [{ type, shape: attentionOutput(view, sizes) }];
}

function outputType(
  node: NodeProto,
  inputs: readonly (KnownTensor | undefined)[],
): KnownTensor['type'] | undefined {
  const { opType = '' } = node;
  if (opType === 'Cast') return tensorTypeOf(integerAttribute(node, 'to', 0));
  if (opType === 'Shape') return 'int64';
  if (TRUTHS.has(opType)) return 'bool';
  if (opType === 'QuantizeLinear') return inputs[2]?.type ?? 'uint8';
  if (opType === 'DequantizeLinear' || opType === 'Where') return inputs[1]?.type;
  if (opType === 'ConstantOfShape') return 'float32';
  return inputs[0]?.type;
}

function operand(node: NodeProto, table: ShapeTable, slot: number): readonly number[] | null {
  return table.integers.get(node.input[slot] ?? '') ?? null;
}

/** The node's axis counted from the front; null where there is no such axis. */
function axisWithin(node: NodeProto, rank: number): number | null {
  const axis = integerAttribute(node, 'axis', 0);
  return axis >= -rank && axis < rank ? (axis < 0 ? axis + rank : axis) : null;
}

/** From an attribute in old operator sets, from an input in new ones. */
function axesOf(node: NodeProto, table: ShapeTable): readonly number[] | null {
  return integersAttribute(node, 'axes') ?? operand(node, table, 1);
}

function broadcastAll(inputs: readonly (KnownTensor | undefined)[]): Shape | null {
  let shape: Shape | null = [];
  for (const input of inputs)
    shape = shape === null || input === undefined ? null : broadcast(shape, input.shape);
  return shape;
}

function broadcast(a: Shape, b: Shape): Shape | null {
  const rank = Math.max(a.length, b.length);
  const sizes = Array.from({ length: rank }, (_value, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    return left === 1 ? right : right === 1 || right === left ? left : Number.NaN;
  });
  return sizes.some(Number.isNaN) ? null : sizes;
}

function matrixProduct(a: Shape | undefined, b: Shape | undefined): Shape | null {
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return null;
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const batch = broadcast(left.slice(0, -2), right.slice(0, -2));
  if (batch === null) return null;
  return [
    ...batch,
    ...(a.length === 1 ? [] : [left.at(-2) as number]),
    ...(b.length === 1 ? [] : [right.at(-1) as number]),
  ];
}

function gemm(node: NodeProto, [a, b]: readonly (KnownTensor | undefined)[]): Shape | null {
  if (a === undefined || b === undefined) return null;
  const rows = a.shape[integerAttribute(node, 'transA', 0) === 1 ? 1 : 0];
  const columns = b.shape[integerAttribute(node, 'transB', 0) === 1 ? 0 : 1];
  return rows === undefined || columns === undefined ? null : [rows, columns];
}

function flatten(node: NodeProto, [input]: readonly (KnownTensor | undefined)[]): Shape | null {
  if (input === undefined) return null;
  const axis = integerAttribute(node, 'axis', 1);
  const split = axis < 0 ? axis + input.shape.length : axis;
  return [countElements(input.shape.slice(0, split)), countElements(input.shape.slice(split))];
}

function reshape(
  node: NodeProto,
  [input]: readonly (KnownTensor | undefined)[],
  table: ShapeTable,
): Shape | null {
  const wanted = operand(node, table, 1) ?? integersAttribute(node, 'shape');
  if (input === undefined || wanted === undefined) return null;
  const keepsZero = integerAttribute(node, 'allowzero', 0) === 0;
  const sizes = wanted.map((size, axis) => (size === 0 && keepsZero ? (input.shape[axis] ?? 0) : size));
  if (!sizes.includes(-1)) return sizes;
  const others = countElements(sizes.filter((size) => size !== -1));
  return sizes.map((size) => (size === -1 ? countElements(input.shape) / Math.max(1, others) : size));
}

function transpose(node: NodeProto, [input]: readonly (KnownTensor | undefined)[]): Shape | null {
  if (input === undefined) return null;
  const order = integersAttribute(node, 'perm') ?? [...input.shape.keys()].reverse();
  return order.map((axis) => input.shape[axis] ?? Number.NaN);
}

function concat(node: NodeProto, inputs: readonly (KnownTensor | undefined)[]): Shape | null {
  const [first] = inputs;
  if (first === undefined || inputs.includes(undefined)) return null;
  const axis = axisWithin(node, first.shape.length);
  if (axis === null) return null;
  const joined = inputs.reduce((sum, input) => sum + (input?.shape[axis] ?? Number.NaN), 0);
  return first.shape.with(axis, joined);
}

function unsqueeze(
  node: NodeProto,
  [input]: readonly (KnownTensor | undefined)[],
  table: ShapeTable,
): Shape | null {
  const axes = axesOf(node, table);
  if (input === undefined || axes === null) return null;
  const rank = input.shape.length + axes.length;
  const added = new Set(axes.map((axis) => (axis + rank) % rank));
  const rest = [...input.shape];
  return Array.from({ length: rank }, (_value, axis) => (added.has(axis) ? 1 : (rest.shift() ?? 1)));
}

function squeeze(
  node: NodeProto,
  [input]: readonly (KnownTensor | undefined)[],
  table: ShapeTable,
): Shape | null {
  if (input === undefined) return null;
  const rank = input.shape.length;
  const all = node.input.length < 2 && integersAttribute(node, 'axes') === undefined;
  const axes = all
    ? input.shape.flatMap((size, axis) => (size === 1 ? [axis] : []))
    : (axesOf(node, table)?.map((axis) => (axis + rank) % rank) ?? null);
  return axes === null ? null : input.shape.filter((_size, axis) => !axes.includes(axis));
}

function gather(node: NodeProto, [data, indices]: readonly (KnownTensor | undefined)[]): Shape | null {
  if (data === undefined || indices === undefined) return null;
  const axis = axisWithin(node, data.shape.length);
  if (axis === null) return null;
  return [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)];
}

function range(
  node: NodeProto,
  _inputs: readonly (KnownTensor | undefined)[],
  table: ShapeTable,
): Shape | null {
  const [start, limit, step] = [0, 1, 2].map((slot) => operand(node, table, slot)?.[0]);
  if (start === undefined || limit === undefined || step === undefined || step === 0) return null;
  return [Math.max(0, Math.ceil((limit - start) / step))];
}

function slice(
  node: NodeProto,
  [input]: readonly (KnownTensor | undefined)[],
  table: ShapeTable,
): Shape | null {
  const starts = integersAttribute(node, 'starts') ?? operand(node, table, 1);
  const ends = integersAttribute(node, 'ends') ?? operand(node, table, 2);
  if (input === undefined || starts === null || ends === null) return null;
  const axes =
    integersAttribute(node, 'axes') ?? (node.input[3] ? operand(node, table, 3) : [...starts.keys()]);
  const steps = node.input[4] ? operand(node, table, 4) : starts.map(() => 1);
  if (axes === null || steps === null) return null;
  let shape: Shape = input.shape;
  for (const [index, given] of axes.entries()) {
    const axis = given < 0 ? given + shape.length : given;
    const size = shape[axis];
    const step = steps[index] ?? 1;
    if (size === undefined || step === 0) return null;
    const clamp = (value: number | undefined, low: number, high: number): number =>
      Math.min(high, Math.max(low, (value ?? 0) < 0 ? (value ?? 0) + size : (value ?? 0)));
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
    // Backwards, "before the beginning" is written as a number so negative that adding the size keeps it so.
    const length = Math.ceil((clamp(ends[index], low, high) - clamp(starts[index], low, high)) / step);
    shape = shape.with(axis, Math.max(0, length));
  }
  return shape;
}

function expand(
  node: NodeProto,
  [input]: readonly (KnownTensor | undefined)[],
  table: ShapeTable,
): Shape | null {
  const wanted = operand(node, table, 1);
  return input === undefined || wanted === null ? null : broadcast(input.shape, wanted);
}

function reduce(
  node: NodeProto,
  [input]: readonly (KnownTensor | undefined)[],
  table: ShapeTable,
): Shape | null {
  if (input === undefined) return null;
  const rank = input.shape.length;
  const given = integersAttribute(node, 'axes') ?? (node.input[1] ? operand(node, table, 1) : []);
  if (given === null) return null;
  const none = integerAttribute(node, 'noop_with_empty_axes', 0) === 1;
  if (given.length === 0 && none) return input.shape;
  const axes = new Set(given.length === 0 ? input.shape.keys() : given.map((axis) => (axis + rank) % rank));
  const keep = integerAttribute(node, 'keepdims', 1) === 1;
  return input.shape.flatMap((size, axis) => (axes.has(axis) ? (keep ? [1] : []) : [size]));
}

function split(
  node: NodeProto,
  input: KnownTensor | undefined,
  table: ShapeTable,
): readonly (KnownTensor | null)[] {
  const axis = input === undefined ? null : axisWithin(node, input.shape.length);
  if (input === undefined || axis === null) return [];
  const whole = input.shape[axis] as number;
  const piece = Math.ceil(whole / node.output.length);
  const sizes = integersAttribute(node, 'split') ?? operand(node, table, 1);
  return node.output.map((_name, index) => ({
    type: input.type,
    shape: input.shape.with(axis, sizes?.[index] ?? Math.max(0, Math.min(piece, whole - index * piece))),
  }));
}
