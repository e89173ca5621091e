import { describe, expect, it } from 'vitest';
import { describeModel } from './describe.ts';
import { GraphBuilder } from './demo/graph-builder.ts';
import type { ModelInfo } from '../../contract/model.ts';
import type { OnnxModel, TensorProto } from './onnx-messages.ts';

function small(): OnnxModel {
  const graph = new GraphBuilder();
  const input = graph.input('input_ids', 'int64', ['N', 'seq_len']);
  const table = graph.weight('table', [50, 4], { kind: 'random', fanIn: 4 });
  const found = graph.node('Gather', [table, input], ['N', 'seq_len', 4]);
  graph.output(
    graph.node(
      'MatMul',
      [found, graph.weight('w', [4, 2], { kind: 'random', fanIn: 4 })],
      ['N', 'seq_len', 2],
    ),
  );
  return graph.build('small', '');
}

function describeIt(model: OnnxModel): ModelInfo {
  return describeModel(model, { kind: 'file', location: '/x.onnx' }, 'x.onnx', 100);
}

function tensor(name: string, dims: number[], more: Partial<TensorProto> = {}): TensorProto {
  return { name, dims, dataType: 1, externalData: [], metadataProps: [], ...more };
}

function withInitializers(model: OnnxModel, ...more: TensorProto[]): OnnxModel {
  return { ...model, graph: { ...model.graph, initializer: [...model.graph.initializer, ...more] } };
}

describe('describing a model', () => {
  it('counts parameters, weights and operators', () => {
    const info = describeIt(small());
    expect(info.parameters).toBe(208);
    expect(info.weightBytes).toBe(832);
    expect(info.nodeCount).toBe(2);
    expect(info.operators).toEqual([
      { domain: 'ai.onnx', type: 'Gather', count: 1 },
      { domain: 'ai.onnx', type: 'MatMul', count: 1 },
    ]);
  });

  it('sees batch and sequence by their usual names', () => {
    const info = describeIt(small());
    expect(info.symbols).toEqual(['N', 'seq_len']);
    expect(info.hasBatch).toBe(true);
    expect(info.hasSequence).toBe(true);
  });

  it('says below what an input of indices must stay', () => {
    expect(describeIt(small()).inputs[0]?.indexLimit).toBe(50);
  });

  it('does not take a weight for an input because old files list it among them', () => {
    const model = small();
    const listed = {
      ...model,
      graph: { ...model.graph, input: [...model.graph.input, { name: 'w', metadataProps: [] }] },
    };
    expect(describeIt(listed).inputs.map((input) => input.name)).toEqual(['input_ids']);
  });

  it('leaves shapes and unused tensors out of the parameters, but not out of the bytes', () => {
    const info = describeIt(
      withInitializers(small(), tensor('unused', [7]), tensor('shape', [3], { dataType: 7 })),
    );
    expect(info.parameters).toBe(208);
    expect(info.weightBytes).toBe(832 + 28 + 24);
  });

  it('counts weights inside subgraphs', () => {
    const model = small();
    const inner = { ...model.graph, input: [] };
    const branch = {
      input: [],
      output: ['z'],
      opType: 'If',
      metadataProps: [],
      attribute: [
        {
          name: 'then_branch',
          g: { ...inner, initializer: inner.initializer.map((tensor) => ({ ...tensor })) },
          floats: [],
          ints: [],
          strings: [],
          tensors: [],
          graphs: [],
          typeProtos: [],
          sparseTensors: [],
        },
      ],
    };
    const nested = { ...model, graph: { ...model.graph, node: [...model.graph.node, branch] } };
    expect(describeIt(nested).parameters).toBe(416);
    expect(describeIt(nested).nodeCount).toBe(5);
  });

  it('lists external files once, and counts what two tensors share once', () => {
    const outside = (name: string): TensorProto =>
      tensor(name, [10], {
        dataLocation: 1,
        externalData: [
          { key: 'location', value: 'weights.bin' },
          { key: 'offset', value: '4096' },
          { key: 'length', value: '40' },
        ],
      });
    const info = describeIt(withInitializers(small(), outside('a'), outside('b')));
    expect(info.externalData).toEqual([{ path: 'weights.bin', bytes: 4136 }]);
    expect(info.weightBytes).toBe(832 + 40);
  });
});
