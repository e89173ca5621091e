import { describe, expect, it } from 'vitest';
import { countParameters } from './count-parameters.ts';
import { graph, integers, localFunction, model, value, weight } from '../graph/built-model.fixture.ts';
import { nodeOf } from '../node.fixture.ts';
import type { FunctionProto, NodeProto, TensorProto } from '../onnx-messages.ts';

function count(
  nodes: readonly NodeProto[],
  initializer: readonly TensorProto[],
  functions: readonly FunctionProto[] = [],
): number {
  return countParameters(model(graph(nodes, { initializer, input: [value('x', [2, 3])] }), functions));
}

const typed = (tensor: TensorProto, dataType: number): TensorProto => ({ ...tensor, dataType });
const INT8 = 3;
const BOOL = 9;

describe('parameters', () => {
  it('are kernels, matrices, biases, scale, shift, mean and variance', () => {
    const nodes = [
      nodeOf('Conv', ['x', 'k', 'b'], ['c']),
      nodeOf('BatchNormalization', ['c', 's', 'o', 'm', 'v'], ['n']),
      nodeOf('Gemm', ['n', 'w', 'z'], ['y']),
    ];
    const vectors = ['b', 's', 'o', 'm', 'v'].map((name) => weight(name, [8]));
    const weights = [weight('k', [8, 4, 3, 3]), weight('w', [8, 5]), weight('z', [1]), ...vectors];
    expect(count(nodes, weights)).toBe(288 + 40 + 1 + 40);
  });

  it('are counted once, however many nodes read them and however they are turned on the way', () => {
    const nodes = [
      nodeOf('Gather', ['w', 'x'], ['rows']),
      nodeOf('Transpose', ['w'], ['turned']),
      nodeOf('Cast', ['turned'], ['cast'], { to: 1 }),
      nodeOf('MatMul', ['rows', 'cast'], ['logits']),
      nodeOf('MatMul', ['rows', 'turned'], ['again']),
    ];
    expect(count(nodes, [weight('w', [100, 8])])).toBe(800);
  });

  it('are found behind Constant, ConstantOfShape, DequantizeLinear and Slice', () => {
    const nodes = [
      nodeOf('Constant', [], ['shape'], { value: integers('', [4, 3]) }),
      nodeOf('ConstantOfShape', ['shape'], ['made']),
      nodeOf('MatMul', ['made', 'x'], ['a']),
      nodeOf('DequantizeLinear', ['q', 'scale', 'zero'], ['real']),
      nodeOf('MatMul', ['x', 'real'], ['b']),
      nodeOf('Constant', [], ['table'], { value: weight('', [6, 2]) }),
      nodeOf('Slice', ['table', 'from', 'to', 'axes'], ['part']),
      nodeOf('MatMul', ['x', 'part'], ['c']),
    ];
    const q = typed(weight('q', [3, 7]), INT8);
    const rest = [weight('scale', [7]), typed(weight('zero', [7]), INT8)];
    const slice = [integers('from', [0]), integers('to', [3]), integers('axes', [0])];
    expect(count(nodes, [q, ...rest, ...slice])).toBe(12 + 21 + 6);
  });

  it('are biases that are added, and no lone numbers, masks, shapes or scales', () => {
    const nodes = [
      nodeOf('Add', ['x', 'bias'], ['a']),
      nodeOf('Div', ['a', 'root'], ['b']),
      nodeOf('Where', ['mask', 'b', 'low'], ['c']),
      nodeOf('Reshape', ['c', 'shape'], ['d']),
      nodeOf('QuantizeLinear', ['d', 'scale', 'zero'], ['e']),
      nodeOf('PRelu', ['d', 'slope'], ['f']),
    ];
    const weights = [
      weight('bias', [3]),
      weight('root', []),
      typed(weight('mask', [2, 3]), BOOL),
      weight('low', [1]),
      integers('shape', [3, 2]),
      weight('scale', [3]),
      weight('zero', [3]),
      weight('slope', [1]),
      weight('unused', [1000]),
    ];
    expect(count(nodes, weights)).toBe(3 + 1);
  });

  it('of recurrent cells are their weights and not their first state', () => {
    const nodes = [nodeOf('LSTM', ['x', 'w', 'r', 'b', '', 'h', 'c', 'p'], ['y'])];
    const weights = [
      weight('w', [1, 12, 5]),
      weight('r', [1, 12, 3]),
      weight('b', [1, 24]),
      weight('h', [1, 2, 3]),
      weight('c', [1, 2, 3]),
      weight('p', [1, 9]),
    ];
    expect(count(nodes, weights)).toBe(60 + 36 + 24 + 9);
  });

  it('lie in subgraphs and functions too, which see them by other names', () => {
    const inner = graph(
      [nodeOf('MatMul', ['x', 'outside'], ['m']), nodeOf('MatMul', ['m', 'inside'], ['y'])],
      {
        initializer: [weight('inside', [4, 4])],
      },
    );
    const dense = localFunction(
      'Dense',
      ['a', 'k'],
      ['r'],
      [
        nodeOf('Constant', [], ['own'], { value: weight('', [5]) }),
        nodeOf('MatMul', ['a', 'k'], ['p']),
        nodeOf('Add', ['p', 'own'], ['r']),
      ],
    );
    const nodes = [
      nodeOf('If', ['flag'], ['b'], { then_branch: inner }),
      nodeOf('Dense', ['b', 'first'], ['c'], {}, 'local'),
      nodeOf('Dense', ['c', 'second'], ['d'], {}, 'local'),
    ];
    const weights = [weight('outside', [3, 4]), weight('first', [4, 5]), weight('second', [5, 5])];
    expect(count(nodes, weights, [dense])).toBe(12 + 16 + 20 + 25 + 5);
  });

  it('in a few bits count unpacked', () => {
    const node = nodeOf('MatMulNBits', ['x', 'w', 's'], ['y'], { K: 64, N: 8, bits: 4 }, 'com.microsoft');
    const packed = typed(weight('w', [8, 2, 16]), 2);
    expect(count([node], [packed, weight('s', [16])])).toBe(512);
  });
});
