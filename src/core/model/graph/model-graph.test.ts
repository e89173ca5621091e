import { expect, test } from 'vitest';
import { attribute, graph, localFunction, model, node, value, weight } from './built-model.fixture.ts';
import { modelGraph } from './model-graph.ts';
import type { ModelGraph } from '../../../contract/model-graph.ts';
import type { ResolvedInput } from '../../../contract/model.ts';

const X: ResolvedInput = { name: 'x', type: 'float32', shape: [2, 3], values: 'zeros' };

function tensorNamed(read: ModelGraph, name: string) {
  return read.tensors.filter((tensor) => tensor.name === name);
}

test('tells nodes and tensors at the shapes of the run', () => {
  const read = modelGraph(
    model(
      graph(
        [
          node('Gemm', ['x', 'w', ''], ['h'], { name: '/fc/Gemm' }),
          node('Relu', ['h'], ['y'], { name: '/act/Relu' }),
        ],
        {
          initializer: [weight('w', [3, 4])],
          input: [value('x', ['batch', 3])],
          output: [value('y', ['batch', 4])],
        },
      ),
    ),
    [X],
  );
  expect(read.nodes.map(({ op, family, module, parent }) => [op, family, module, parent])).toEqual([
    ['Gemm', 'matrix', ['fc'], -1],
    ['Relu', 'element-wise', ['act'], -1],
  ]);
  expect(read.nodes[0]).toMatchObject({ macs: 24, bytesRead: 24 + 48, bytesWritten: 32 });
  expect(read.nodes[0]?.inputs.at(-1)).toBe(-1);
  expect(read.nodes[0]?.outputs).toEqual(read.nodes[1]?.inputs);
  expect(tensorNamed(read, 'x')).toEqual([
    { name: 'x', type: 'float32', shape: [2, 3], bytes: 24, role: 'input' },
  ]);
  expect(tensorNamed(read, 'w')[0]).toMatchObject({ role: 'weight', bytes: 48 });
  expect(tensorNamed(read, 'h')[0]).toMatchObject({ role: 'value', shape: [2, 4] });
  expect(tensorNamed(read, 'y')[0]).toMatchObject({ role: 'output', bytes: 32 });
});

test('puts the nodes of subgraphs behind those around them, seeing their values and hiding their own', () => {
  const branch = (own: string) =>
    attribute(own, { g: graph([node('Neg', ['x'], ['y'])], { output: [value('y', [2, 3])] }) });
  const loop = graph([
    node('Abs', ['x'], ['x2']),
    node('If', ['c'], ['r'], { attribute: [branch('then_branch')] }),
  ]);
  const read = modelGraph(
    model(
      graph([node('Loop', ['n', 'c', 'x'], ['y'], { attribute: [attribute('body', { g: loop })] })], {
        input: [value('x', [2, 3]), value('c', [], 'bool'), value('n', [], 'int64')],
        output: [value('y', [2, 3])],
      }),
    ),
    [X],
  );
  expect(read.nodes.map(({ op, parent }) => [op, parent])).toEqual([
    ['Loop', -1],
    ['Abs', 0],
    ['If', 0],
    ['Neg', 2],
  ]);
  const [outer, , , neg] = read.nodes;
  expect(neg?.inputs[0]).toBe(outer?.inputs[2]);
  expect(neg?.outputs[0]).not.toBe(outer?.outputs[0]);
  expect(tensorNamed(read, 'y').map(({ role }) => role)).toEqual(['output', 'value']);
  expect(outer?.attributes).toBe('body 2 nodes');
});

test('opens the body of a local function once for each call, between the values of that call', () => {
  const square = localFunction(
    'Square',
    ['a'],
    ['b'],
    [
      node('LeakyRelu', ['a'], ['inner'], { attribute: [attribute('alpha', { refAttrName: 'slope' })] }),
      node('Mul', ['inner', 'inner'], ['b']),
    ],
    { attribute: ['slope'] },
  );
  const call = (from: string, to: string, f: number) =>
    node('Square', [from], [to], { domain: 'local', attribute: [attribute('slope', { f })] });
  const read = modelGraph(
    model(
      graph([call('x', 'h', 0.5), call('h', 'y', 0.25)], {
        input: [value('x', [2, 3])],
        output: [value('y', [2, 3])],
      }),
      [square],
    ),
    [X],
  );
  expect(read.nodes.map(({ op, parent, family }) => [op, parent, family])).toEqual([
    ['Square', -1, 'control'],
    ['Square', -1, 'control'],
    ['LeakyRelu', 0, 'element-wise'],
    ['Mul', 0, 'element-wise'],
    ['LeakyRelu', 1, 'element-wise'],
    ['Mul', 1, 'element-wise'],
  ]);
  expect(read.nodes[2]?.inputs).toEqual(read.nodes[0]?.inputs);
  expect(read.nodes[3]?.outputs).toEqual(read.nodes[0]?.outputs);
  expect(read.nodes[2]?.outputs).not.toEqual(read.nodes[4]?.outputs);
  expect(read.nodes.slice(2).map(({ attributes }) => attributes)).toEqual([
    'alpha 0.5',
    '',
    'alpha 0.25',
    '',
  ]);
});

test('does not follow functions that call themselves, nor bodies that multiply without end', () => {
  const endless = localFunction('Endless', ['a'], ['b'], [node('Other', ['a'], ['b'], { domain: 'local' })]);
  const other = localFunction('Other', ['a'], ['b'], [node('Endless', ['a'], ['b'], { domain: 'local' })]);
  const main = graph([node('Endless', ['x'], ['y'], { domain: 'local' })]);
  expect(modelGraph(model(main, [endless, other]), [X]).nodes.map(({ op }) => op)).toEqual([
    'Endless',
    'Other',
    'Endless',
  ]);

  const doubling = Array.from({ length: 40 }, (_, level) =>
    localFunction(
      `F${level}`,
      ['a'],
      ['b'],
      ['a', 'm'].map((from) =>
        node(`F${level + 1}`, [from], [from === 'a' ? 'm' : 'b'], { domain: 'local' }),
      ),
    ),
  );
  const wide = graph([node('F0', ['x'], ['y'], { domain: 'local' })]);
  const read = modelGraph(model(wide, doubling), [X]);
  expect(read.nodes.length).toBeLessThan(110_000);
  expect(read.nodes.every(({ parent }, place) => parent < place)).toBe(true);
});

test('survives cycles, values that nobody makes, names that many have, and names of a megabyte', () => {
  const long = 'n'.repeat(1_000_000);
  const read = modelGraph(
    model(
      graph(
        [
          node('Add', ['b', 'nowhere'], ['a'], { name: 'same' }),
          node('Add', ['a', 'a'], ['b'], { name: 'same' }),
          node('Add', ['a', 'b'], ['a'], { name: 'same' }),
          node(long, [long], [long, ''], { name: long, domain: long }),
          { ...node('', [], []), opType: undefined } as never,
        ],
        { name: long, output: [value('a', [1])], input: [value('a', [1])] },
      ),
    ),
    [],
  );
  expect(read.nodes).toHaveLength(5);
  expect(read.nodes[0]?.outputs).toEqual(read.nodes[2]?.outputs);
  expect(read.nodes[3]?.name).toBe(`${'n'.repeat(400)}…`);
  expect(JSON.stringify(read).length).toBeLessThan(10_000);
});

test('says a node’s attributes in words, short', () => {
  const words = (attributes: Parameters<typeof attribute>[]) =>
    modelGraph(
      model(graph([node('Conv', [], [], { attribute: attributes.map((given) => attribute(...given)) })])),
      [],
    ).nodes[0]?.attributes;
  expect(
    words([
      ['kernel_shape', { ints: [3n, 3n] }],
      ['pads', { ints: [1n, 1n, 0n, 0n] }],
      ['group', { i: 1n }],
    ]),
  ).toBe('kernel_shape 3 × 3, pads 1 1 0 0, group 1');
  const mode = { kind: 'bytes', bytes: new TextEncoder().encode('SAME_UPPER') } as const;
  expect(
    words([
      ['auto_pad', { s: mode }],
      ['epsilon', { f: Math.fround(1e-5) }],
    ]),
  ).toBe('auto_pad SAME_UPPER, epsilon 0.00001');
  expect(words([['value', { t: weight('w', [64, 64]) }]])).toBe('value float32 64 × 64');
  expect(words([['many', { ints: Array.from({ length: 100_000 }, () => 7n) }]])).toBe(
    'many 7 7 7 7 7 7 7 7 … (100000)',
  );
  expect(words(Array.from({ length: 5000 }, (_, at) => [`name-${at}`, { i: 1n }]))?.length).toBeLessThan(310);
});

test('reads the path of modules that PyTorch keeps beside a node', () => {
  const written = "['', 'encoder', 'encoder.layers.0', 'encoder.layers.0.linear1', 'linear']";
  const metadataProps = [{ key: 'pkg.torch.onnx.name_scopes', value: written }];
  const read = modelGraph(model(graph([node('Gemm', [], [], { name: 'node_Gemm_12', metadataProps })])), []);
  expect(read.nodes[0]?.module).toEqual(['encoder', 'layers.0', 'linear1']);
});
