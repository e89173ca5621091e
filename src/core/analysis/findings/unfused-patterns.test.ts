import { describe, expect, it } from 'vitest';
import { anOperator, operand } from '../../../contract/profile.fixture.ts';
import type { OperatorProfile } from '../../../contract/profile.ts';
import { evidenceOf, found, runWith } from './findings.fixture.ts';

/** Lines such as "y = MatMul x W[8×4]"; capitals are weights of the file, "x" is what the caller feeds. */
function graph(...lines: readonly string[]): OperatorProfile[] {
  return lines.map((line) => {
    const [output = '', , op = '', ...inputs] = line.split(' ');
    return anOperator({
      name: line,
      op,
      inputs: inputs.map((input) => {
        const [, name = '', sizes] = /^([^[]*)(?:\[(.*)\])?$/.exec(input) ?? [];
        return operand(name, sizes === undefined ? [1, 8] : sizes === '' ? [] : sizes.split('×').map(Number));
      }),
      outputs: [operand(output, [1, 8])],
      selfMs: 1,
    });
  });
}

const NORMALISATION = [
  'm = ReduceMean x',
  'd = Sub x m',
  'p = Pow d TWO[]',
  'v = ReduceMean p',
  'e = Add v EPSILON[]',
  's = Sqrt e',
  'n = Div d s',
  'g = Mul n GAMMA[8]',
  'y = Add g BETA[8]',
];
const GELU = ['a = Div x ROOT[]', 'b = Erf a', 'c = Add b ONE[]', 'd = Mul x c', 'y = Mul d HALF[]'];

describe.each<[what: string, fused: string, spared: number, lines: readonly string[]]>([
  ['layer normalisation', 'LayerNormalization', 9, NORMALISATION],
  [
    'layer normalisation as TensorFlow writes it',
    'LayerNormalization',
    12,
    [
      'm = ReduceMean x',
      'd = Sub x m',
      'p = Mul d d',
      'v = ReduceMean p',
      'e = Add v EPSILON[]',
      's = Sqrt e',
      'r = Reciprocal s',
      'g = Mul r GAMMA[8]',
      'k = Mul x g',
      'l = Mul m g',
      'h = Sub BETA[8] l',
      'y = Add k h',
    ],
  ],
  ['GELU by Erf', 'Gelu', 5, GELU],
  [
    'GELU by Tanh',
    'Gelu',
    8,
    [
      'p = Pow x THREE[]',
      'w = Mul p C[]',
      's = Add x w',
      't = Mul s R[]',
      'h = Tanh t',
      'o = Add h ONE[]',
      'k = Mul x o',
      'y = Mul k HALF[]',
    ],
  ],
  ['SiLU', 'one activation', 1, ['s = Sigmoid x', 'y = Mul x s']],
  [
    'attention',
    'Attention',
    5,
    [
      'q = Transpose x',
      'a = MatMul q k',
      'b = Div a ROOT[]',
      'c = Add b mask',
      'd = Softmax c',
      'e = MatMul d v',
      'y = Transpose e',
    ],
  ],
  [
    'convolution and normalisation',
    'the convolution’s own weights',
    1,
    ['a = Conv x W[8×8×3×3]', 'y = BatchNormalization a S[8]'],
  ],
  ['convolution and activation', 'FusedConv', 1, ['a = Conv x W[8×8×3×3]', 'y = Relu a']],
  ['convolution, sum and activation', 'FusedConv', 2, ['a = Conv x W[8×8×3×3]', 'b = Add a x', 'y = Relu b']],
  ['product and bias', 'Gemm', 1, ['a = MatMul x W[8×8]', 'y = Add a B[8]']],
  ['bias and GELU', 'BiasGelu', 1, ['a = Add x B[8]', 'y = Gelu a']],
  [
    'sum and normalisation',
    'SkipLayerNormalization',
    1,
    ['h = Exp x', 'a = Add x h', 'y = LayerNormalization a S[8]'],
  ],
  [
    'integer product',
    'MatMulIntegerToFloat',
    2,
    ['a = MatMulInteger x W[8×8]', 'b = Cast a', 'y = Mul b S[]'],
  ],
  ['Transposes', 'one Transpose', 1, ['a = Transpose x', 'y = Transpose a']],
  ['Casts', 'one Cast', 2, ['a = Cast x', 'b = Cast a', 'y = Cast b']],
  ['reshapes', 'one Reshape', 1, ['a = Unsqueeze x', 'y = Reshape a S[2]']],
  [
    'what is quantised and computed in float',
    'an integer operator',
    3,
    ['a = DequantizeLinear x', 'w = DequantizeLinear W[8×8]', 'b = MatMul a w', 'y = QuantizeLinear b'],
  ],
  ['what is put back', 'no operator at all', 2, ['a = DequantizeLinear x', 'y = QuantizeLinear a']],
])('%s', (_what, fused, spared, lines) => {
  it(`is one ${fused} that was not fused`, () => {
    const findings = found('unfused-pattern', { operators: graph(...lines), cleanMeanMs: 100 });
    expect(findings.map(({ title }) => title).join('\n')).toContain(fused);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.costMs).toBe(spared);
  });
});

describe('no pattern', () => {
  it.each<[why: string, lines: readonly string[]]>([
    ['a value that others read as well', ['a = Conv x W[8×8×3×3]', 'y = Relu a', 'z = Exp a']],
    ['a sum that is no bias', ['a = MatMul x W[8×8]', 'y = Add a x']],
    ['a root that is of no variance', ['a = Add x EPSILON[]', 'b = Sqrt a', 'y = Div x b']],
    ['an Erf by itself', ['a = Mul x R[]', 'y = Erf a']],
    ['a Softmax that no product follows', ['a = MatMul x W[8×8]', 'y = Softmax a']],
    ['Casts apart', ['a = Cast x', 'b = Exp a', 'y = Cast b']],
    ['a circle of names', ['a = Cast b', 'b = Cast a']],
    ['operators of unknown wiring', [' = MatMul  ', ' = Add  ']],
  ])('is %s', (_why, lines) => {
    expect(found('unfused-pattern', { operators: graph(...lines), cleanMeanMs: 100 })).toEqual([]);
  });

  it('is one that takes next to nothing of the time', () => {
    expect(found('unfused-pattern', { operators: graph(...GELU), cleanMeanMs: 5000 })).toEqual([]);
  });
});

it('names the level as the reason where that is one, and tells of it as an option that costs', () => {
  const run = runWith({ graphLevel: 'basic' });
  const profile = { operators: graph(...GELU), cleanMeanMs: 100 };
  expect(found('unfused-pattern', profile, { run })[0]?.nextStep).toContain('--graph-level all');
  const [option] = found('costly-session-options', profile, { run });
  expect(option?.costMs).toBe(5);
  expect(evidenceOf(option as NonNullable<typeof option>)).toContain('5 operators, 5.00 ms of 100 ms');
});

it('does not count an operator for two patterns', () => {
  const operators = graph(...NORMALISATION, 'h = MatMul y W[8×8]', 'o = Add h B[8]');
  const findings = found('unfused-pattern', { operators, cleanMeanMs: 100 });
  expect(findings.map(({ costMs }) => costMs)).toEqual([9, 1]);
});
