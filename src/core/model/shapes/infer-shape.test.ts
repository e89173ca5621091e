import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferShape } from './shape-rules.ts';
import { inferValues } from './values/infer-values.ts';
import { NodeView } from '../node-view.ts';
import { nodeOf, tensorOf, type AttributeValue } from '../node.fixture.ts';

interface Case {
  readonly op: string;
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** By the place of the input. */
  readonly values?: Readonly<Record<number, readonly number[]>>;
  readonly wanted: readonly string[];
}

const MICROSOFT = 'com.microsoft';

/** What ONNX Runtime 1.30 gives, or the specification where it has no such kernel. */
const TABLE: readonly Case[] = [
  {
    op: 'Conv',
    inputs: ['1x3x32x32', '8x3x3x3'],
    attributes: { pads: [1, 1, 1, 1], strides: [2, 2] },
    wanted: ['1x8x16x16'],
  },
  {
    op: 'Conv',
    inputs: ['1x3x32x32', '8x3x3x3'],
    attributes: { auto_pad: 'SAME_UPPER', strides: [2, 2] },
    wanted: ['1x8x16x16'],
  },
  { op: 'Conv', domain: 'com.ms.internal.nhwc', inputs: ['1x32x32x3', '8x3x3x3'], wanted: ['1x30x30x8'] },
  {
    op: 'ConvTranspose',
    inputs: ['1x4x5x5', '4x3x3x3'],
    attributes: { strides: [2, 2], output_padding: [1, 1], group: 2 },
    wanted: ['1x6x12x12'],
  },
  {
    op: 'MaxPool',
    inputs: ['1x1x2x2'],
    attributes: { kernel_shape: [1, 1], strides: [2, 2], ceil_mode: 1 },
    wanted: ['1x1x1x1', 'int64 1x1x1x1'],
  },
  {
    op: 'MaxUnpool',
    inputs: ['1x1x2x2', 'int64 1x1x2x2'],
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
    wanted: ['1x1x4x4'],
  },
  {
    op: 'RoiAlign',
    inputs: ['1x4x9x9', '7x4', 'int64 7'],
    attributes: { output_height: 2, output_width: 3 },
    wanted: ['7x4x2x3'],
  },
  {
    op: 'Col2Im',
    inputs: ['1x9x4', 'int64 2', 'int64 2'],
    values: { 1: [4, 4], 2: [3, 3] },
    wanted: ['1x1x4x4'],
  },
  { op: 'Gemm', inputs: ['8x2', '8x5'], attributes: { transA: 1 }, wanted: ['2x5'] },
  { op: 'MatMul', inputs: ['7x1x2x3', '4x3x5'], wanted: ['7x4x2x5'] },
  { op: 'MatMul', inputs: ['3', '3x5'], wanted: ['5'] },
  {
    op: 'FusedMatMul',
    domain: MICROSOFT,
    inputs: ['2x3x4', '2x5x4'],
    attributes: { transB: 1 },
    wanted: ['2x3x5'],
  },
  { op: 'MatMulInteger', inputs: ['uint8 2x4', 'int8 4x5'], wanted: ['int32 2x5'] },
  {
    op: 'LSTM',
    inputs: ['6x2x5', '2x12x5', '2x12x3'],
    attributes: { hidden_size: 3 },
    wanted: ['6x2x2x3', '2x2x3', '2x2x3'],
  },
  {
    op: 'GRU',
    inputs: ['2x6x5', '1x9x5', '1x9x3'],
    attributes: { hidden_size: 3, layout: 1 },
    wanted: ['2x6x1x3', '2x1x3'],
  },
  { op: 'TopK', inputs: ['3x9', 'int64 1'], values: { 1: [4] }, wanted: ['3x4', 'int64 3x4'] },
  { op: 'Split', inputs: ['2x7'], attributes: { axis: 1 }, wanted: ['2x4', '2x3'] },
  {
    op: 'ReduceSum',
    inputs: ['2x3x4', 'int64 1'],
    values: { 1: [-1] },
    attributes: { keepdims: 0 },
    wanted: ['2x3'],
  },
  { op: 'ArgMax', inputs: ['2x3x4'], attributes: { axis: 1 }, wanted: ['int64 2x1x4'] },
  { op: 'LayerNormalization', inputs: ['2x3x4', '4'], wanted: ['2x3x4', '2x3x1', '2x3x1'] },
  {
    op: 'SkipLayerNormalization',
    domain: MICROSOFT,
    inputs: ['2x3x4', '2x3x4', '4'],
    wanted: ['2x3x4', '2x3x1', '2x3x1', '2x3x4'],
  },
  { op: 'BatchNormalization', inputs: ['2x3x4', '3', '3', '3', '3'], wanted: ['2x3x4', '3', '3'] },
  {
    op: 'Attention',
    domain: MICROSOFT,
    inputs: ['1x3x8', '8x24', '24', '', '2x1x2x5x4'],
    attributes: { num_heads: 2 },
    wanted: ['1x3x8', '2x1x2x8x4'],
  },
  {
    op: 'GroupQueryAttention',
    domain: MICROSOFT,
    inputs: ['1x1x8', '1x1x4', '1x1x4', '1x1x9x4', '1x1x9x4'],
    attributes: { num_heads: 2, kv_num_heads: 1 },
    wanted: ['1x1x8', '1x1x10x4', '1x1x10x4'],
  },
  {
    op: 'Attention',
    inputs: ['2x4x3x8', '2x2x6x8', '2x2x6x10'],
    wanted: ['2x4x3x10', '2x2x6x8', '2x2x6x10'],
  },
  {
    op: 'Slice',
    inputs: ['10', 'int64 1', 'int64 1', 'int64 1', 'int64 1'],
    values: { 1: [-1], 2: [-(2 ** 63)], 3: [0], 4: [-3] },
    wanted: ['4'],
  },
  { op: 'Reshape', inputs: ['2x0x3', 'int64 2'], values: { 1: [0, -1] }, wanted: ['2x0'] },
  { op: 'Unsqueeze', inputs: ['3', 'int64 2'], values: { 1: [0, -1] }, wanted: ['1x3x1'] },
  { op: 'Pad', inputs: ['2x3', 'int64 2', '', 'int64 1'], values: { 1: [1, 2], 3: [-1] }, wanted: ['2x6'] },
  { op: 'Expand', inputs: ['3x1', 'int64 3'], values: { 1: [2, 1, 6] }, wanted: ['2x3x6'] },
  { op: 'DepthToSpace', inputs: ['1x8x2x3'], attributes: { blocksize: 2 }, wanted: ['1x2x4x6'] },
  { op: 'GatherND', inputs: ['2x3x4', 'int64 5x2'], wanted: ['5x4'] },
  {
    op: 'OneHot',
    inputs: ['int64 2x3', 'int64 1', '2'],
    values: { 1: [7] },
    attributes: { axis: 1 },
    wanted: ['2x7x3'],
  },
  {
    op: 'Range',
    inputs: ['int64', 'int64', 'int64'],
    values: { 0: [10], 1: [0], 2: [-3] },
    wanted: ['int64 4'],
  },
  { op: 'Resize', inputs: ['1x3x5x7', '', '4'], values: { 2: [1, 1, 1.5, 2] }, wanted: ['1x3x7x14'] },
  {
    op: 'Resize',
    inputs: ['1x3x5x7', '', '', 'int64 2'],
    values: { 3: [10, 10] },
    attributes: { axes: [2, 3], keep_aspect_ratio_policy: 'not_larger' },
    wanted: ['1x3x7x10'],
  },
  { op: 'GridSample', inputs: ['1x3x5x7', '1x2x9x2'], wanted: ['1x3x2x9'] },
  { op: 'STFT', inputs: ['1x128x1', 'int64', '16'], values: { 1: [8] }, wanted: ['1x15x9x2'] },
  { op: 'DFT', inputs: ['1x10x1'], attributes: { onesided: 1 }, wanted: ['1x6x2'] },
  { op: 'Einsum', inputs: ['2x3x4', '2x5x4'], attributes: { equation: 'bij,bkj->bik' }, wanted: ['2x3x5'] },
  { op: 'DynamicQuantizeLinear', inputs: ['2x3'], wanted: ['uint8 2x3', 'float32', 'uint8'] },
  { op: 'Where', inputs: ['bool 2x1', 'int32 3', 'int32'], wanted: ['int32 2x3'] },
  { op: 'Cast', inputs: ['2x3'], attributes: { to: 10 }, wanted: ['float16 2x3'] },
];

function infer({ op, domain = '', inputs, attributes = {}, values = {} }: Omit<Case, 'wanted'>) {
  const names = inputs.map((text, slot) => (text === '' ? '' : `i${slot}`));
  const node = nodeOf(op, names, op === 'Split' ? ['a', 'b'] : ['a'], attributes, domain);
  const known = new Map(Object.entries(values).map(([slot, list]) => [`i${slot}`, list]));
  return inferShape(new NodeView(node, inputs.map(tensorOf), [], known));
}

const OTHERS =
  'Loop Concat Tile Gather Transpose Add Div Mod ConstantOfShape Shape Size STFT BiasSplitGelu GatherBlockQuantized ' +
  'CenterCropPad SpaceToDepth Squeeze Flatten ReduceProd QLinearConcat AffineGrid MelWeightMatrix Multinomial';

describe('shapes of results', () => {
  it.each(TABLE.map((each) => [`${each.op} of ${each.inputs.join(', ')}`, each] as const))(
    '%s',
    (_title, each) => {
      expect(infer(each).slice(0, each.wanted.length)).toEqual(each.wanted.map(tensorOf));
    },
  );

  it('are shapes or nothing, whatever is written into a node', () => {
    const strange = fc.constantFrom(0, 1, 2, 3, -1, -7, 5, 2 ** 31, -(2 ** 53), Number.NaN, Infinity, 0.5);
    const shape = fc.array(fc.oneof(fc.nat(9), strange), { maxLength: 6 });
    const tensor = fc.option(
      shape.map((sizes) => ({ type: 'float32' as const, shape: sizes })),
      { nil: undefined },
    );
    const attribute = fc.constantFrom(
      ...[
        'axis',
        'axes',
        'kernel_shape',
        'pads',
        'perm',
        'blocksize',
        'split',
        'shape',
        'group',
        'num_heads',
        'to',
      ],
    );
    const written = fc.oneof(
      fc.integer(),
      fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 5 }),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...new Set([...TABLE.map(({ op }) => op), ...OTHERS.split(' ')])),
        fc.constantFrom('', MICROSOFT),
        fc.array(tensor, { maxLength: 8 }),
        fc.dictionary(attribute, written, { maxKeys: 4 }),
        fc.dictionary(fc.constantFrom('v0', 'v1', 'v2', 'v3'), fc.array(strange, { maxLength: 6 })),
        (op, domain, inputs, attributes, values) => {
          const node = nodeOf(
            op,
            inputs.map((_each, at) => `v${at}`),
            ['o', 'p'],
            attributes,
            domain,
          );
          const view = new NodeView(node, inputs, [], new Map(Object.entries(values)));
          const results = inferShape(view);
          for (const numbers of inferValues(view, results)) expect(numbers?.length ?? 0).toBeLessThan(1000);
          for (const made of results) {
            const isInput = inputs.some((input) => input === made);
            if (made !== null && !isInput)
              expect(made.shape.every((size) => Number.isInteger(size) && size >= 0)).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
