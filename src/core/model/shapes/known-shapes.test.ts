import { describe, expect, it } from 'vitest';
import { estimateMacs } from '../estimate/estimate-macs.ts';
import { graph, integers, localFunction, model, value, weight } from '../graph/built-model.fixture.ts';
import { knownShapes } from './known-shapes.ts';
import { nodeOf } from '../node.fixture.ts';
import type { FunctionProto, GraphProto, NodeProto, OnnxModel } from '../onnx-messages.ts';

const INPUT = { name: 'x', type: 'float32' as const, shape: [2, 3], values: '' };

function built(
  nodes: readonly NodeProto[],
  more: Partial<GraphProto> = {},
  functions: readonly FunctionProto[] = [],
): OnnxModel {
  return model(graph(nodes, { input: [value('x', ['batch', 3])], ...more }), functions);
}

describe('what is known of a model’s values', () => {
  it('follows the sums that exporters compute shapes with', () => {
    const nodes = [
      nodeOf('Shape', ['x'], ['shape']),
      nodeOf('Gather', ['shape', 'first'], ['batch']),
      nodeOf('ReduceProd', ['shape'], ['all'], { keepdims: 1 }),
      nodeOf('Mod', ['all', 'four'], ['rest']),
      nodeOf('Equal', ['rest', 'two'], ['same']),
      nodeOf('Where', ['same', 'four', 'two'], ['chosen']),
      nodeOf('Concat', ['batch', 'chosen', 'rest'], ['target'], { axis: 0 }),
      nodeOf('ConstantOfShape', ['target'], ['ones']),
      nodeOf('Transpose', ['ones'], ['turned']),
    ];
    const initializer = [integers('first', [0]), integers('two', [2]), integers('four', [4])];
    const { tensors, values } = knownShapes(built(nodes, { initializer }), [INPUT]);
    expect(values.get('target')).toEqual([2, 4, 2]);
    expect(tensors.get('turned')).toEqual({ type: 'float32', shape: [2, 4, 2] });
  });

  it('reverses and turns small tensors, as paddings are made', () => {
    const nodes = [
      nodeOf('Reshape', ['given', 'pairs'], ['two']),
      nodeOf('Slice', ['two', 'end', 'start', 'axis', 'back'], ['reversed']),
      nodeOf('Transpose', ['reversed'], ['turned'], { perm: [1, 0] }),
      nodeOf('Reshape', ['turned', 'flat'], ['pads']),
      nodeOf('Pad', ['x', 'pads'], ['y']),
    ];
    const initializer = [
      integers('given', [1, 2, 3, 4]),
      integers('pairs', [-1, 2]),
      integers('end', [-1]),
      integers('start', [-(2 ** 53)]),
      integers('axis', [0]),
      integers('back', [-1]),
      integers('flat', [-1]),
    ];
    const { tensors, values } = knownShapes(built(nodes, { initializer }), [INPUT]);
    expect(values.get('pads')).toEqual([3, 1, 4, 2]);
    expect(tensors.get('y')?.shape).toEqual([2 + 3 + 4, 3 + 1 + 2]);
  });

  it('is the same for nodes in any order', () => {
    const nodes = [nodeOf('Relu', ['b'], ['c']), nodeOf('Relu', ['a'], ['b']), nodeOf('Relu', ['x'], ['a'])];
    expect(knownShapes(built(nodes), [INPUT]).tensors.get('c')?.shape).toEqual([2, 3]);
    const circle = [nodeOf('Add', ['x', 'b'], ['a']), nodeOf('Relu', ['a'], ['b'])];
    expect(knownShapes(built(circle), [INPUT]).tensors.get('a')).toBeUndefined();
  });

  it('comes from the file where no rule tells it, and from the rule where the file is wrong', () => {
    const nodes = [nodeOf('Mystery', ['x'], ['m'], {}, 'my.own'), nodeOf('Relu', ['x'], ['r'])];
    const { tensors } = knownShapes(
      built(nodes, { valueInfo: [value('m', ['batch', 9]), value('r', [1, 3])] }),
      [INPUT],
    );
    expect(tensors.get('m')?.shape).toEqual([2, 9]);
    expect(tensors.get('r')?.shape).toEqual([2, 3]);
  });
});

describe('subgraphs', () => {
  const multiply = graph([nodeOf('MatMul', ['x', 'w'], ['inner'])], { output: [value('inner', [])] });
  const initializer = [weight('w', [3, 5]), integers('yes', [1]), integers('seven', [7])];

  it('of an If see what is around it, and give what the taken branch gives', () => {
    const other = graph([nodeOf('Relu', ['x'], ['kept'])], { output: [value('kept', [])] });
    const branches = { then_branch: multiply, else_branch: other };
    const known = built([nodeOf('If', ['yes'], ['y'], branches)], { initializer });
    expect(knownShapes(known, [INPUT]).tensors.get('y')?.shape).toEqual([2, 5]);
    expect(estimateMacs(known, [INPUT])).toBe(30);
    const open = built([nodeOf('If', ['flag'], ['y'], branches)], { initializer });
    expect(knownShapes(open, [INPUT]).tensors.get('y')).toBeUndefined();
    expect(estimateMacs(open, [INPUT])).toBeNull();
    const same = built([nodeOf('If', ['flag'], ['y'], { ...branches, else_branch: multiply })], {
      initializer,
    });
    expect(estimateMacs(same, [INPUT])).toBe(30);
  });

  const body = graph(
    [
      nodeOf('Identity', ['go'], ['goes on']),
      nodeOf('Relu', ['state'], ['next']),
      nodeOf('MatMul', ['state', 'w'], ['each']),
    ],
    {
      input: [value('step', [], 'int64'), value('go', [], 'bool'), value('state', ['a', 'b'])],
      output: [value('goes on', [], 'bool'), value('next', ['a', 'b']), value('each', ['a', 'c'])],
    },
  );

  it('of a Loop run as often as it says, and stack what each iteration gives', () => {
    const counted = built([nodeOf('Loop', ['seven', '', 'x'], ['last', 'all'], { body })], { initializer });
    const { tensors, inner } = knownShapes(counted, [INPUT]);
    expect(tensors.get('last')?.shape).toEqual([2, 3]);
    expect(tensors.get('all')?.shape).toEqual([7, 2, 5]);
    expect(inner.get(0)?.[0]?.times).toBe(7);
    expect(estimateMacs(counted, [INPUT])).toBe(7 * 30);
    const open = built([nodeOf('Loop', ['seven', 'flag', 'x'], ['last', 'all'], { body })], { initializer });
    expect(estimateMacs(open, [INPUT])).toBeNull();
  });

  it('of a Loop whose state grows have no one shape for it', () => {
    const growing = graph(
      [nodeOf('Identity', ['go'], ['on']), nodeOf('Concat', ['s', 's'], ['n'], { axis: 0 })],
      {
        input: [value('step', [], 'int64'), value('go', [], 'bool'), value('s', ['a', 'b'])],
        output: [value('on', [], 'bool'), value('n', ['c', 'b'])],
      },
    );
    const nodes = [nodeOf('Loop', ['seven', '', 'x'], ['y'], { body: growing })];
    expect(knownShapes(built(nodes, { initializer }), [INPUT]).tensors.get('y')).toBeUndefined();
  });

  it('of a Scan run along an axis', () => {
    const scanned = graph([nodeOf('Add', ['sum', 'row'], ['more']), nodeOf('Identity', ['more'], ['out'])], {
      input: [value('sum', [3]), value('row', [3])],
      output: [value('more', [3]), value('out', [3])],
    });
    const nodes = [
      nodeOf('ReduceSum', ['x', 'zero'], ['start'], { keepdims: 0 }),
      nodeOf('Scan', ['start', 'x'], ['last', 'all'], {
        body: scanned,
        num_scan_inputs: 1,
        scan_output_axes: [1],
      }),
    ];
    const { tensors } = knownShapes(built(nodes, { initializer: [integers('zero', [0])] }), [INPUT]);
    expect(tensors.get('last')?.shape).toEqual([3]);
    expect(tensors.get('all')?.shape).toEqual([3, 2]);
  });
});

describe('functions', () => {
  const refer = { ...nodeOf('Gemm', ['a', 'k'], ['r'], { transB: 0 }) };
  const attribute = refer.attribute.map((each) => ({ ...each, refAttrName: 'turned' }));
  const dense = localFunction('Dense', ['a', 'k'], ['r'], [{ ...refer, attribute }]);

  it('know what each call hands in, attributes too', () => {
    const nodes = [
      nodeOf('Dense', ['x', 'w'], ['y'], {}, 'local'),
      nodeOf('Dense', ['y', 'v'], ['z'], { turned: 1 }, 'local'),
    ];
    const called = built(nodes, { initializer: [weight('w', [3, 5]), weight('v', [4, 5])] }, [dense]);
    expect(knownShapes(called, [INPUT]).tensors.get('z')?.shape).toEqual([2, 4]);
    expect(estimateMacs(called, [INPUT])).toBe(2 * 3 * 5 + 2 * 5 * 4);
  });

  it('that call themselves, or each other without end, are left alone', () => {
    const endless = localFunction('F', ['a'], ['b'], [nodeOf('F', ['a'], ['b'], {}, 'local')]);
    expect(estimateMacs(built([nodeOf('F', ['x'], ['y'], {}, 'local')], {}, [endless]), [INPUT])).toBeNull();
    const deep = Array.from({ length: 40 }, (_value, at) =>
      localFunction(
        `F${at}`,
        ['a'],
        ['c'],
        [nodeOf(`F${at + 1}`, ['a'], ['b'], {}, 'local'), nodeOf(`F${at + 1}`, ['b'], ['c'], {}, 'local')],
      ),
    );
    const exploding = built([nodeOf('F0', ['x'], ['y'], {}, 'local')], {}, deep);
    expect(estimateMacs(exploding, [INPUT])).toBeNull();
  });
});
