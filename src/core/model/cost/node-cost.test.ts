import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCost } from './node-cost.ts';
import { nodeOf, tensorOf, type AttributeValue } from '../node.fixture.ts';

const MICROSOFT = 'com.microsoft';

interface Case {
  readonly op: string;
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

function cost({ op, domain = '', inputs, outputs, attributes = {} }: Case): readonly (number | null)[] {
  const names = (list: readonly string[], prefix: string): string[] =>
    list.map((text, index) => (text === '' ? '' : `${prefix}${index}`));
  const node = nodeOf(op, names(inputs, 'i'), names(outputs, 'o'), attributes, domain);
  const { macs, flops, bytesRead, bytesWritten } = nodeCost(
    node,
    inputs.map(tensorOf),
    outputs.map(tensorOf),
  );
  return [macs, flops, bytesRead, bytesWritten];
}

/** Operator, inputs, outputs, attributes: multiply-adds, operations, bytes read and written, counted by hand. */
const TABLE: readonly (readonly [Case, readonly (number | null)[]])[] = [
  // 32 rows of 16 products of 8, each with its bias as first value.
  [{ op: 'Gemm', inputs: ['32x8', '8x16', '16'], outputs: ['32x16'] }, [4096, 8192, 1024 + 512 + 64, 2048]],
  [
    { op: 'Gemm', inputs: ['8x32', '16x8'], outputs: ['32x16'], attributes: { transA: 1, transB: 1 } },
    [4096, 8192, 1024 + 512, 2048],
  ],
  [{ op: 'MatMul', inputs: ['2x3x4', '4x5'], outputs: ['2x3x5'] }, [120, 240, 96 + 80, 120]],
  [
    { op: 'MatMul', inputs: ['float16 2x3x4', 'float16 4x5'], outputs: ['float16 2x3x5'] },
    [120, 240, 88, 60],
  ],
  [
    {
      op: 'FusedMatMul',
      domain: MICROSOFT,
      inputs: ['2x4x3', '2x5x4'],
      outputs: ['2x3x5'],
      attributes: { transA: 1, transB: 1, alpha: { float: 0.5 } },
    },
    [120, 240 + 30, 96 + 160, 120],
  ],
  [
    {
      op: 'FusedGemm',
      domain: MICROSOFT,
      inputs: ['2x4', '4x5', '5'],
      outputs: ['2x5'],
      attributes: { activation: 'Relu' },
    },
    [40, 80 + 10, 32 + 80 + 20, 40],
  ],
  [
    {
      op: 'MatMulNBits',
      domain: MICROSOFT,
      inputs: ['2x64', 'uint8 8x2x16', '16'],
      outputs: ['2x8'],
      attributes: { K: 64, N: 8, bits: 4, block_size: 32 },
    },
    [2 * 8 * 64, 2 * 1024 + 2 * 512, 512 + 256 + 64, 64],
  ],
  [
    { op: 'MatMulInteger', inputs: ['uint8 2x4', 'int8 4x5', 'uint8', 'int8'], outputs: ['int32 2x5'] },
    [40, 80, 8 + 20 + 2, 40],
  ],
  [
    {
      op: 'QGemm',
      domain: MICROSOFT,
      inputs: ['uint8 2x4', 'float32', 'uint8', 'int8 4x5', 'float32', 'int8', 'int32 5'],
      outputs: ['2x5'],
    },
    [40, 80 + 10, 8 + 4 + 1 + 20 + 4 + 1 + 20, 40],
  ],
  // 3 × 3 over 4 channels at 5 × 5 places, 8 times; in two groups half of it.
  [
    { op: 'Conv', inputs: ['1x4x5x5', '8x4x3x3', '8'], outputs: ['1x8x5x5'] },
    [7200, 14_400, 400 + 1152 + 32, 800],
  ],
  [
    { op: 'Conv', inputs: ['1x4x5x5', '8x2x3x3'], outputs: ['1x8x5x5'], attributes: { group: 2 } },
    [3600, 7200, 400 + 576, 800],
  ],
  [
    {
      op: 'FusedConv',
      domain: MICROSOFT,
      inputs: ['1x4x5x5', '8x4x3x3', '8', '1x8x5x5'],
      outputs: ['1x8x5x5'],
      attributes: { activation: 'Relu' },
    },
    [7200, 14_400 + 400, 400 + 1152 + 32 + 800, 800],
  ],
  [
    { op: 'Conv', domain: 'com.microsoft.nchwc', inputs: ['1x16x5x5', '8x16x3x3'], outputs: ['1x8x5x5'] },
    [28_800, 57_600, 1600 + 4608, 800],
  ],
  [
    { op: 'Conv', domain: 'com.ms.internal.nhwc', inputs: ['1x5x5x4', '8x4x3x3'], outputs: ['1x5x5x8'] },
    [7200, 14_400, 400 + 1152, 800],
  ],
  [
    {
      op: 'ConvTranspose',
      inputs: ['1x4x5x5', '4x8x2x2'],
      outputs: ['1x8x10x10'],
      attributes: { strides: [2, 2] },
    },
    [3200, 6400, 400 + 512, 3200],
  ],
  [
    { op: 'DeformConv', inputs: ['1x2x5x5', '8x2x3x3', '1x18x5x5'], outputs: ['1x8x5x5'] },
    [3600, 7200 + 8 * 2 * 9 * 25, 200 + 576 + 1800, 800],
  ],
  // 6 steps of 2 sequences; 4 gates of 3 cells meet 5 inputs and 3 cells.
  [
    { op: 'LSTM', inputs: ['6x2x5', '1x12x5', '1x12x3', '1x24'], outputs: ['6x1x2x3', '1x2x3', '1x2x3'] },
    [12 * (60 + 36), 2 * 1152 + 12 * 3 * 18, 240 + 240 + 144 + 96, 144 + 24 + 24],
  ],
  [
    { op: 'GRU', inputs: ['6x2x5', '1x9x5', '1x9x3'], outputs: ['6x1x2x3', ''] },
    [12 * (45 + 27), 2 * 864 + 12 * 3 * 14, 240 + 180 + 108, 144],
  ],
  // 2 heads of 4 over 3 positions: two products of 8 wide, and 18 scores scaled and turned into weights.
  [
    {
      op: 'MultiHeadAttention',
      domain: MICROSOFT,
      inputs: ['1x3x8', '1x3x8', '1x3x8'],
      outputs: ['1x3x8'],
      attributes: { num_heads: 2 },
    },
    [144, 288 + 18 * 6, 288, 96],
  ],
  [
    {
      op: 'Attention',
      domain: MICROSOFT,
      inputs: ['1x3x8', '8x24', '24'],
      outputs: ['1x3x8'],
      attributes: { num_heads: 2 },
    },
    [144 + 3 * 8 * 24, 2 * 720 + 18 * 6, 96 + 768 + 96, 96],
  ],
  // The same with its weight packed away by the runtime.
  [
    {
      op: 'Attention',
      domain: MICROSOFT,
      inputs: ['1x3x8', '', '24'],
      outputs: ['1x3x8'],
      attributes: { num_heads: 2 },
    },
    [720, 2 * 720 + 18 * 6, 96 + 96, 96],
  ],
  [
    {
      op: 'GroupQueryAttention',
      domain: MICROSOFT,
      inputs: ['1x1x8', '1x1x4', '1x1x4', '1x1x9x4', '1x1x9x4', 'int32 1', 'int32 1'],
      outputs: ['1x1x8', '1x1x10x4', '1x1x10x4'],
      attributes: { num_heads: 2, kv_num_heads: 1 },
    },
    [160, 320 + 20 * 6, 32 + 16 + 16 + 144 + 144 + 4 + 4, 32 + 160 + 160],
  ],
  [
    { op: 'Einsum', inputs: ['2x3', '3x4'], outputs: ['2x4'], attributes: { equation: 'ij,jk->ik' } },
    [24, 48, 72, 32],
  ],
  [
    { op: 'Einsum', inputs: ['2x3', '2x3'], outputs: ['2x3'], attributes: { equation: 'ij,ij->ij' } },
    [0, 6, 48, 24],
  ],
  [{ op: 'Add', inputs: ['2x3', '3'], outputs: ['2x3'] }, [0, 6, 36, 24]],
  [{ op: 'Sigmoid', inputs: ['10'], outputs: ['10'] }, [0, 40, 40, 40]],
  [{ op: 'Max', inputs: ['4', '4', '4'], outputs: ['4'] }, [0, 8, 48, 16]],
  [{ op: 'BiasGelu', domain: MICROSOFT, inputs: ['2x5', '5'], outputs: ['2x5'] }, [0, 60, 60, 40]],
  [{ op: 'Softmax', inputs: ['2x5'], outputs: ['2x5'] }, [0, 50, 40, 40]],
  [{ op: 'LayerNormalization', inputs: ['2x5', '5', '5'], outputs: ['2x5'] }, [0, 70, 80, 40]],
  [
    { op: 'SkipLayerNormalization', domain: MICROSOFT, inputs: ['2x5', '2x5', '5', '5'], outputs: ['2x5'] },
    [0, 80, 120, 40],
  ],
  [{ op: 'BatchNormalization', inputs: ['1x2x3', '2', '2', '2', '2'], outputs: ['1x2x3'] }, [0, 24, 56, 24]],
  [{ op: 'ReduceMean', inputs: ['2x5', 'int64 1'], outputs: ['2x1'] }, [0, 10, 48, 8]],
  [
    { op: 'MaxPool', inputs: ['1x2x4x4'], outputs: ['1x2x2x2'], attributes: { kernel_shape: [2, 2] } },
    [0, 32, 128, 32],
  ],
  [{ op: 'GlobalAveragePool', inputs: ['1x2x4x4'], outputs: ['1x2x1x1'] }, [0, 32, 128, 8]],
  [{ op: 'QuantizeLinear', inputs: ['8', 'float32', 'uint8'], outputs: ['uint8 8'] }, [0, 40, 37, 8]],
  [{ op: 'DequantizeLinear', inputs: ['int4 8', 'float32'], outputs: ['8'] }, [0, 16, 8, 32]],
  [{ op: 'ScatterND', inputs: ['4x3', 'int64 2x1', '2x3'], outputs: ['4x3'] }, [0, 0, 48 + 16 + 24, 48]],
  [
    {
      op: 'ScatterND',
      inputs: ['4x3', 'int64 2x1', '2x3'],
      outputs: ['4x3'],
      attributes: { reduction: 'add' },
    },
    [0, 6, 48 + 16 + 24, 48],
  ],
  // Rows that are picked, not the table.
  [{ op: 'Gather', inputs: ['1000x8', 'int64 3'], outputs: ['3x8'] }, [0, 0, 96 + 24, 96]],
  [{ op: 'Reshape', inputs: ['2x3', 'int64 1'], outputs: ['6'] }, [0, 0, 0, 0]],
  [{ op: 'Transpose', inputs: ['2x3'], outputs: ['3x2'] }, [0, 0, 24, 24]],
  [{ op: 'Shape', inputs: ['2x3'], outputs: ['int64 2'] }, [0, 0, 0, 16]],
  [{ op: 'Cast', inputs: ['2x3'], outputs: ['float16 2x3'] }, [0, 0, 24, 12]],
  [{ op: 'MemcpyToHost', inputs: ['2x3'], outputs: ['2x3'] }, [0, 0, 24, 24]],
  [{ op: 'If', inputs: ['bool'], outputs: ['2x3'] }, [0, 0, 0, 0]],
  [
    {
      op: 'EmbedLayerNormalization',
      domain: MICROSOFT,
      inputs: ['int32 1x3', '', '1000x8', '512x8', '', '8', '8'],
      outputs: ['1x3x8', ''],
    },
    [0, 24 * 8, 12 + 96 + 96 + 64, 96],
  ],
  [
    { op: 'Resize', inputs: ['1x1x2x2', '', '4'], outputs: ['1x1x4x4'], attributes: { mode: 'linear' } },
    [0, 128, 32, 64],
  ],
  // What is found depends on the values: bytes alone.
  [{ op: 'NonMaxSuppression', inputs: ['1x6x4', '1x1x6'], outputs: ['int64 2x3'] }, [0, null, 120, 48]],
  // Nobody can tell.
  [
    { op: 'BeamSearch', domain: MICROSOFT, inputs: ['int32 1x3'], outputs: ['int32 1x1x5'] },
    [null, null, null, null],
  ],
  [
    { op: 'Conv', domain: 'my.company', inputs: ['1x4x5x5', '8x4x3x3'], outputs: ['1x8x5x5'] },
    [null, null, null, null],
  ],
  [{ op: 'StringSplit', inputs: ['string 3', 'string'], outputs: ['string 3x2'] }, [0, 0, null, null]],
];

describe('the work of one node', () => {
  it.each(
    TABLE.map(([given, wanted]) => [`${given.op} of ${given.inputs.join(', ')}`, given, wanted] as const),
  )('%s', (_title, given, wanted) => {
    expect(cost(given)).toEqual(wanted);
  });

  it('is not told where a shape is missing, and of what does not multiply it is still told that it does not', () => {
    const bare = nodeOf('Add', ['a', 'b'], ['c']);
    expect(nodeCost(bare, [], [])).toEqual({ macs: 0, flops: null, bytesRead: null, bytesWritten: null });
    expect(nodeCost(nodeOf('Conv', ['a', 'b'], ['c']), [], []).macs).toBeNull();
  });

  it('is a count or nothing, whatever is written into the node', () => {
    const ops = [
      ...new Set(TABLE.map(([{ op }]) => op)),
      'TopK',
      'DFT',
      'STFT',
      'GridSample',
      'QMoE',
      'Det',
      'LRN',
    ];
    const shape = fc.oneof(
      fc.array(fc.oneof(fc.nat(9), fc.constantFrom(-1, 2 ** 53, Number.NaN, Infinity)), { maxLength: 6 }),
      fc.constant(undefined),
    );
    const tensor = shape.map((sizes) =>
      sizes === undefined ? undefined : { type: 'float32' as const, shape: sizes },
    );
    const attribute = fc.constantFrom(
      'axis',
      'kernel_shape',
      'K',
      'N',
      'num_heads',
      'equation',
      'size',
      'transA',
      'k',
    );
    const value = fc.oneof(fc.maxSafeInteger(), fc.array(fc.maxSafeInteger(), { maxLength: 4 }), fc.string());
    fc.assert(
      fc.property(
        fc.constantFrom(...ops),
        fc.constantFrom('', MICROSOFT),
        fc.array(tensor, { maxLength: 9 }),
        fc.array(tensor, { maxLength: 3 }),
        fc.dictionary(attribute, value, { maxKeys: 4 }),
        (op, domain, inputs, outputs, attributes) => {
          const names = (list: readonly unknown[]): string[] => list.map((_each, index) => `v${index}`);
          const node = nodeOf(op, names(inputs), names(outputs), attributes, domain);
          for (const figure of Object.values(nodeCost(node, inputs, outputs)) as (number | null)[])
            expect(figure === null || (figure >= 0 && Number.isFinite(figure))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
