import { describe, expect, it } from 'vitest';
import { buildDemo, DEMO_MODELS, describeDemo } from '../demo/index.ts';
import { estimateMacs } from './estimate-macs.ts';
import { estimateMemory } from './estimate-memory.ts';
import { GraphBuilder } from '../demo/graph-builder.ts';
import { resolveInputs } from '../inputs/resolve-inputs.ts';
import type { OnnxModel } from '../onnx-messages.ts';
import type { ResolvedInput } from '../../../contract/model.ts';

function at(name: string, batch: number, sequence: number | null): [OnnxModel, readonly ResolvedInput[]] {
  return [buildDemo(name), resolveInputs(describeDemo(name), { batch, sequence })];
}

/** x → y → z → out, where x stays alive until the end. */
function chain(): [OnnxModel, readonly ResolvedInput[]] {
  const graph = new GraphBuilder();
  const input = graph.input('in', 'float32', ['n', 10]);
  const x = graph.node('Relu', [input], ['n', 10]);
  const y = graph.node('Relu', [x], ['n', 10]);
  const z = graph.node('Add', [x, y], ['n', 10]);
  graph.output(graph.node('Relu', [z], ['n', 10]));
  return [graph.build('chain', ''), [{ name: 'in', type: 'float32', shape: [3, 10], values: '' }]];
}

function withoutDeclaredShapes(model: OnnxModel): OnnxModel {
  return { ...model, graph: { ...model.graph, valueInfo: [] } };
}

describe('memory', () => {
  it('frees values after their last reader', () => {
    // x, y and z at once while z is made: 3 × 120 bytes; the output is counted by itself.
    expect(estimateMemory(...chain())).toMatchObject({
      weightBytes: 0,
      inputBytes: 120,
      outputBytes: 120,
      activationBytes: 360,
    });
  });

  it('grows with batch and sequence as attention does', () => {
    const small = estimateMemory(...at('encoder-base', 1, 128)).activationBytes ?? 0;
    expect(estimateMemory(...at('encoder-base', 4, 128)).activationBytes).toBeGreaterThan(3.5 * small);
    // Two copies of the scores are alive at once, beside what the layers' feed-forward parts keep.
    const scores = 12 * 4096 ** 2 * 4;
    const long = estimateMemory(...at('encoder-base', 1, 4096)).activationBytes ?? 0;
    expect(long / (2 * scores)).toBeGreaterThan(1);
    expect(long / (2 * scores)).toBeLessThan(1.2);
  });

  it('stays a finite number at the highest level', () => {
    const memory = estimateMemory(...at('decoder-base', 4096, 262_144));
    expect(memory.activationBytes).toBeGreaterThan(4096 * 262_144 ** 2 * 12 * 4);
    expect(Number.isFinite(memory.activationBytes)).toBe(true);
    expect(memory.inputBytes).toBe(4096 * 262_144 * 16);
  });

  it('says null where shapes are neither declared nor to be inferred', () => {
    const [model, inputs] = chain();
    const [first, ...rest] = withoutDeclaredShapes(model).graph.node;
    const custom = { ...first, opType: 'Mystery', domain: 'x' } as (typeof rest)[number];
    const strange = { ...model, graph: { ...model.graph, valueInfo: [], node: [custom, ...rest] } };
    expect(estimateMemory(strange, inputs).activationBytes).toBeNull();
  });
});

describe('multiply-adds', () => {
  it('are the sum over matrix products and convolutions', () => {
    expect(estimateMacs(...at('mlp-tiny', 5, null))).toBe(5 * (64 * 64 * 2 + 64 * 10));
    // ResNet-50 at 224 × 224, as published for the variant with its stride in the 3 × 3.
    expect(estimateMacs(...at('cnn-base', 1, null))).toBe(4_089_184_256);
  });

  it('follow the declared symbols in a transformer', () => {
    const [hidden, sequence, layers] = [64, 32, 2];
    const dense = sequence * 12 * hidden * hidden;
    const attention = 2 * sequence * sequence * hidden;
    expect(estimateMacs(...at('encoder-tiny', 1, sequence))).toBe(
      layers * (dense + attention) + hidden * hidden,
    );
  });

  it('are unknown where control flow decides', () => {
    const [model, inputs] = at('mlp-tiny', 1, null);
    const loop = { input: [], output: [], opType: 'LSTM', attribute: [], metadataProps: [] };
    expect(
      estimateMacs({ ...model, graph: { ...model.graph, node: [...model.graph.node, loop] } }, inputs),
    ).toBeNull();
  });
});

describe('shapes that a file does not declare', () => {
  it.each(DEMO_MODELS)('are inferred for %s as it declares them', (name) => {
    const info = describeDemo(name);
    const inputs = resolveInputs(info, { batch: 3, sequence: info.hasSequence ? 7 : null });
    const bare = withoutDeclaredShapes(buildDemo(name));
    expect(estimateMacs(bare, inputs)).toBe(estimateMacs(buildDemo(name), inputs));
    expect(estimateMemory(bare, inputs)).toEqual(estimateMemory(buildDemo(name), inputs));
  });
});
