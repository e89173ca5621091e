import { expect, test } from 'vitest';
import { attribute, graph, localFunction, model, node, value, weight } from './built-model.fixture.ts';
import { executedGraph } from './executed-graph.ts';
import { modelGraph } from './model-graph.ts';
import type { NodeProto, OnnxModel } from '../onnx-messages.ts';

function mapped(file: OnnxModel, executed: OnnxModel) {
  const given = modelGraph(file, []);
  const { nodes, graph: marked } = executedGraph(executed, file, given);
  return {
    /** "Op name": what it stands for, by the names of the file's outputs. */
    nodes: nodes.map(({ name, op, sources }) => [
      `${op} ${name}`.trim(),
      sources.map((place) => marked.tensors[marked.nodes[place]?.outputs[0] ?? -1]?.name).join(' '),
    ]),
    leftOut: marked.nodes.flatMap(({ leftOut, outputs }) =>
      leftOut === undefined ? [] : [`${marked.tensors[outputs[0] ?? -1]?.name} ${leftOut}`],
    ),
    parents: nodes.map(({ parent }) => parent),
    modules: nodes.map(({ module }) => module.join('/')),
  };
}

const ENDS = { input: [value('x', [2, 4])], output: [value('y', [2, 4])] };

function straight(nodes: readonly NodeProto[], weights: readonly string[] = []): OnnxModel {
  return model(graph(nodes, { ...ENDS, initializer: weights.map((name) => weight(name, [4, 4])) }));
}

test('a fused operator stands for all between what it reads and what it makes', () => {
  const file = straight(
    [
      node('MatMul', ['x', 'w'], ['m'], { name: '/fc/MatMul' }),
      node('Add', ['m', 'b'], ['a'], { name: '/fc/Add' }),
      node('Relu', ['a'], ['r'], { name: '/act/Relu' }),
      node('Softmax', ['r'], ['y'], { name: '/Softmax' }),
    ],
    ['w', 'b'],
  );
  const executed = straight(
    [
      node('FusedGemm', ['x', 'w', 'b'], ['r'], { name: 'fused /fc/MatMul', domain: 'com.microsoft' }),
      node('Softmax', ['r'], ['y'], { name: '/Softmax' }),
    ],
    ['w', 'b'],
  );
  expect(mapped(file, executed)).toEqual({
    nodes: [
      ['FusedGemm fused /fc/MatMul', 'r a m'],
      ['Softmax /Softmax', 'y'],
    ],
    leftOut: [],
    parents: [-1, -1],
    modules: ['fc', ''],
  });
});

test('says what was computed while the model was loaded, and what nobody needed', () => {
  const file = straight(
    [
      node('Transpose', ['w'], ['wt']),
      node('Shape', ['x'], ['s']),
      node('Gather', ['s', 'w'], ['g']),
      node('Identity', ['x'], ['same']),
      node('MatMul', ['same', 'wt'], ['m']),
      node('Reshape', ['m', 'g'], ['y']),
      node('Neg', ['m'], ['unused']),
    ],
    ['w'],
  );
  const executed = straight(
    [node('MatMul', ['x', 'new'], ['m']), node('Reshape', ['m', 'g'], ['y'])],
    ['new', 'g'],
  );
  const { nodes, leftOut } = mapped(file, executed);
  expect(nodes).toEqual([
    ['MatMul', 'm'],
    ['Reshape', 'y'],
  ]);
  expect(leftOut).toEqual(['wt folded', 's folded', 'g folded', 'same eliminated', 'unused eliminated']);
});

test('what was merged with its like belongs where that one does, and is not taken for a part of its readers', () => {
  const file = straight([
    node('Exp', ['x'], ['e1']),
    node('Neg', ['e1'], ['n1']),
    node('Exp', ['x'], ['e2']),
    node('Neg', ['e2'], ['n2']),
    node('Add', ['n1', 'n2'], ['y']),
  ]);
  const executed = straight([
    node('Exp', ['x'], ['e1']),
    node('Neg', ['e1'], ['n1']),
    node('Add', ['n1', 'n1'], ['y']),
  ]);
  expect(mapped(file, executed).nodes).toEqual([
    ['Exp', 'e1 e2'],
    ['Neg', 'n1 n2'],
    ['Add', 'y'],
  ]);
});

test('what gives a value another form stands for nothing, the operators around it for what they were', () => {
  const file = straight(
    [
      node('Conv', ['x', 'w'], ['c'], { name: 'conv' }),
      node('Relu', ['c'], ['r'], { name: 'relu' }),
      node('GlobalAveragePool', ['r'], ['y'], { name: 'pool' }),
    ],
    ['w'],
  );
  const executed = straight(
    [
      node('ReorderInput', ['x'], ['reorder'], { name: 'ReorderInput' }),
      node('Conv', ['reorder', 'blocked'], ['reorder_token_1'], { name: 'r_nchwc' }),
      node('GlobalAveragePool', ['reorder_token_1'], ['reorder_token_2'], { name: 'y_nchwc' }),
      node('ReorderOutput', ['reorder_token_2'], ['y'], { name: 'ReorderOutput' }),
    ],
    ['blocked'],
  );
  expect(mapped(file, executed).nodes).toEqual([
    ['ReorderInput ReorderInput', ''],
    ['Conv r_nchwc', 'r c'],
    ['GlobalAveragePool y_nchwc', 'y'],
    ['ReorderOutput ReorderOutput', ''],
  ]);
});

test('follows values through casts, copies and transposes that took over their names', () => {
  const file = straight([
    node('Sigmoid', ['x'], ['s']),
    node('Tanh', ['s'], ['t']),
    node('Abs', ['t'], ['y']),
  ]);
  const executed = straight([
    node('Cast', ['x'], ['InsertedPrecisionFreeCast_x'], { name: 'InsertedPrecisionFreeCast_x' }),
    node('Sigmoid', ['InsertedPrecisionFreeCast_x'], ['s_device']),
    node('MemcpyToHost', ['s_device'], ['s']),
    node('Tanh', ['s'], ['t_channels_last']),
    node('Abs', ['t_channels_last'], ['y_channels_last']),
    node('Transpose', ['y_channels_last'], ['y']),
  ]);
  expect(mapped(file, executed).nodes).toEqual([
    ['Cast InsertedPrecisionFreeCast_x', ''],
    ['Sigmoid', 's'],
    ['MemcpyToHost', ''],
    ['Tanh', 't'],
    ['Abs', 'y'],
    ['Transpose', ''],
  ]);
});

test('a node that was made twice stands for the same one twice', () => {
  const file = straight(
    [
      node('DequantizeLinear', ['x', 'w'], ['d'], { name: 'dq' }),
      node('Abs', ['d'], ['a']),
      node('Add', ['a', 'd'], ['y']),
    ],
    ['w'],
  );
  const executed = straight(
    [
      node('DequantizeLinear', ['x', 'w'], ['d'], { name: 'dq' }),
      node('DequantizeLinear', ['x', 'w'], ['d/duplicated'], { name: 'dq/duplicated' }),
      node('Abs', ['d'], ['a']),
      node('Add', ['a', 'd/duplicated'], ['y']),
    ],
    ['w'],
  );
  expect(mapped(file, executed).nodes.slice(0, 2)).toEqual([
    ['DequantizeLinear dq', 'd'],
    ['DequantizeLinear dq/duplicated', 'd'],
  ]);
});

test('finds the nodes of each branch among those of that branch, and hands them out behind their outer one', () => {
  const branch = (name: string, op: string) =>
    attribute(name, {
      g: graph([node(op, ['x'], ['t'], { name: 'same' }), node('Abs', ['t'], ['o'])], {
        output: [value('o', [2, 4])],
      }),
    });
  const flow = straight([
    node('If', ['x'], ['h'], {
      name: 'if',
      attribute: [branch('then_branch', 'Neg'), branch('else_branch', 'Exp')],
    }),
    node('Relu', ['h'], ['y']),
  ]);
  const given = modelGraph(flow, []);
  const { nodes } = executedGraph(flow, flow, given);
  expect(nodes.map(({ op, parent }) => [op, parent])).toEqual([
    ['If', -1],
    ['Neg', 0],
    ['Abs', 0],
    ['Exp', 0],
    ['Abs', 0],
    ['Relu', -1],
  ]);
  expect(nodes.map(({ op, sources }) => [op, ...sources.map((place) => given.nodes[place]?.op)])).toEqual(
    ['If', 'Neg', 'Abs', 'Exp', 'Abs', 'Relu'].map((op) => [op, op]),
  );
  expect(new Set(nodes.flatMap(({ sources }) => sources)).size).toBe(6);
});

test('knows the nodes of a function’s body again where they stand in the place of each call', () => {
  const square = localFunction(
    'Square',
    ['a'],
    ['b'],
    [node('Abs', ['a'], ['i'], { name: 'abs' }), node('Mul', ['i', 'i'], ['b'], { name: 'mul' })],
  );
  const twice = localFunction(
    'Twice',
    ['p'],
    ['q'],
    [node('Square', ['p'], ['m'], { domain: 'local' }), node('Square', ['m'], ['q'], { domain: 'local' })],
  );
  const file = model(graph([node('Twice', ['x'], ['y'], { domain: 'local' })], ENDS), [square, twice]);
  const executed = straight([
    node('Abs', ['x'], ['_inlfunc_Square_i'], { name: '_inlfunc_Square_abs' }),
    node('Mul', ['_inlfunc_Square_i', '_inlfunc_Square_i'], ['_inlfunc_Twice_m'], {
      name: '_inlfunc_Square_mul',
    }),
    node('Abs', ['_inlfunc_Twice_m'], ['_inlfunc_Square_token_1_i'], { name: '_inlfunc_Square_token_1_abs' }),
    node('Mul', ['_inlfunc_Square_token_1_i', '_inlfunc_Square_token_1_i'], ['y'], {
      name: '_inlfunc_Square_token_1_mul',
    }),
  ]);
  const given = modelGraph(file, []);
  const { nodes, graph: marked } = executedGraph(executed, file, given);
  const parents = nodes.map(({ sources: [place = -1] }) => given.nodes[place]?.parent);
  expect(nodes.map(({ op, sources }) => [op, ...sources.map((place) => given.nodes[place]?.op)])).toEqual([
    ['Abs', 'Abs'],
    ['Mul', 'Mul'],
    ['Abs', 'Abs'],
    ['Mul', 'Mul'],
  ]);
  expect(parents).toEqual([1, 1, 2, 2]);
  expect(marked.nodes.every(({ leftOut }) => leftOut === undefined)).toBe(true);
});

test('operators that the runtime takes apart into the steps of their definition all stand for it', () => {
  const file = straight([node('Abs', ['x'], ['h']), node('Mish', ['h'], ['y'], { name: 'act' })]);
  const executed = straight([
    node('Abs', ['x'], ['h']),
    node('Softplus', ['h'], ['_inlfunc_Mish_s'], { name: '_inlfunc_Mish_n0' }),
    node('Tanh', ['_inlfunc_Mish_s'], ['_inlfunc_Mish_t'], { name: '_inlfunc_Mish_n1' }),
    node('Mul', ['h', '_inlfunc_Mish_t'], ['y'], { name: '_inlfunc_Mish_n2' }),
  ]);
  expect(mapped(file, executed).nodes.map(([, sources]) => sources)).toEqual(['h', 'y', 'y', 'y']);
});

test('maps nothing, and breaks at nothing, where the two graphs have nothing to do with each other', () => {
  const long = 'n'.repeat(1_000_000);
  const file = straight([
    node('Add', ['b', 'nowhere'], ['a'], { name: long }),
    node('Identity', ['b'], ['b']),
    node('Add', [long, 'b'], [long], { name: long }),
    node('Mul', ['a', 'a'], ['b']),
  ]);
  const executed = straight([
    node('Transpose', ['q'], ['q'], { name: `${long}_nchwc` }),
    node('Cast', ['r'], ['q'], { name: `_inlfunc_${'_'.repeat(100_000)}` }),
    node('Cast', ['q'], ['r'], { name: `${long}/duplicated` }),
    node('Conv', [], [], {}),
    node('Conv', ['', ''], ['', ''], {}),
  ]);
  expect(mapped(file, executed).nodes.every(([, sources]) => sources === '')).toBe(true);
  expect(mapped(executed, file).nodes.every(([, sources]) => sources === '')).toBe(true);
  expect(mapped(file, file).nodes.length).toBe(4);
});
