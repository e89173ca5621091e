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

/** One operator on inputs of these shapes; an empty one is left out, as ONNX leaves out what is optional. */
function macsOfOne(
  opType: string,
  domain: string,
  shapes: readonly (readonly number[] | null)[],
  attributes: Readonly<Record<string, number | readonly number[]>> = {},
): number | null {
  const graph = new GraphBuilder();
  const ports = shapes.map((shape, index) =>
    shape === null
      ? { name: '', type: 'float32' as const, shape: [] }
      : graph.input(`i${index}`, 'float32', shape),
  );
  const value = graph.node(opType, ports, [], { attributes });
  // What follows can only be counted where the operator's own shape is known.
  graph.output(graph.node('Relu', [value], [], { name: 'y' }));
  const built = graph.build('one', '');
  const node = built.graph.node.map((each) => (each.opType === opType ? { ...each, domain } : each));
  const inputs = ports.flatMap(({ name, type, shape }) =>
    name === '' ? [] : [{ name, type, shape: shape as readonly number[], values: '' }],
  );
  return estimateMacs({ ...built, graph: { ...built.graph, node, output: [], valueInfo: [] } }, inputs);
}

describe('attention', () => {
  const MICROSOFT = 'com.microsoft';
  // Batch 2, 10 positions, 4 heads of 16: the two products of each head.
  const products = 2 * 2 * 10 * 10 * 64;

  it('with its projections inside counts them', () => {
    const projections = 2 * 10 * 64 * 192;
    expect(macsOfOne('Attention', MICROSOFT, [[2, 10, 64], [64, 192], [192]], { num_heads: 4 })).toBe(
      products + projections,
    );
    const past = [2, 2, 4, 5, 16];
    expect(
      macsOfOne('Attention', MICROSOFT, [[2, 10, 64], [64, 192], [192], null, past], { num_heads: 4 }),
    ).toBe(products * 1.5 + projections);
    const scalar: number[] = [];
    expect(
      macsOfOne('QAttention', MICROSOFT, [[2, 10, 64], [64, 192], [192], scalar, scalar], { num_heads: 4 }),
    ).toBe(products + projections);
    // Queries and keys of 32, values of 64.
    expect(
      macsOfOne('Attention', MICROSOFT, [[2, 10, 64], [64, 128], [128]], {
        num_heads: 4,
        qkv_hidden_sizes: [32, 32, 64],
      }),
    ).toBe(2 * 10 * 10 * (32 + 64) + 2 * 10 * 64 * 128);
  });

  it('of several heads counts queries with keys and weights with values', () => {
    const heads = { num_heads: 4 };
    const sequence = [2, 10, 64];
    expect(macsOfOne('MultiHeadAttention', MICROSOFT, [sequence, sequence, sequence], heads)).toBe(products);
    expect(macsOfOne('MultiHeadAttention', MICROSOFT, [[2, 10, 4, 3, 16]], heads)).toBe(products);
    expect(macsOfOne('MultiHeadAttention', MICROSOFT, [sequence, [2, 10, 4, 2, 16]], heads)).toBe(products);
    const encoded = [2, 4, 30, 16];
    expect(macsOfOne('MultiHeadAttention', MICROSOFT, [sequence, encoded, encoded], heads)).toBe(
      products * 3,
    );
    const past = [2, 4, 20, 16];
    expect(
      macsOfOne(
        'MultiHeadAttention',
        MICROSOFT,
        [[2, 1, 64], [2, 1, 64], [2, 1, 64], null, null, null, past, past],
        heads,
      ),
    ).toBe(2 * 2 * 1 * 21 * 64);
  });

  it('whose heads share keys does the work of all its queries', () => {
    const heads = { num_heads: 4, kv_num_heads: 2 };
    const key = [2, 10, 32];
    expect(macsOfOne('GroupQueryAttention', MICROSOFT, [[2, 10, 64], key, key], heads)).toBe(products);
    expect(macsOfOne('GroupQueryAttention', MICROSOFT, [[2, 10, 128], null, null], heads)).toBe(products);
    const past = [2, 2, 20, 16];
    expect(macsOfOne('GroupQueryAttention', MICROSOFT, [[2, 10, 64], key, key, past, past], heads)).toBe(
      products * 3,
    );
  });

  it('of ONNX itself is counted by heads and in one piece', () => {
    const byHeads = [2, 4, 10, 16];
    expect(macsOfOne('Attention', '', [byHeads, byHeads, byHeads])).toBe(products);
    expect(
      macsOfOne(
        'Attention',
        '',
        [
          [2, 10, 64],
          [2, 10, 32],
          [2, 10, 32],
        ],
        {
          q_num_heads: 4,
          kv_num_heads: 2,
        },
      ),
    ).toBe(products);
  });

  it('of a kind that nobody here knows is unknown', () => {
    expect(macsOfOne('PackedAttention', MICROSOFT, [[20, 64]])).toBeNull();
    expect(macsOfOne('Attention', MICROSOFT, [[2, 10, 64]])).toBeNull();
  });
});

describe('an equation', () => {
  it('of two operands multiplies once for each choice of its letters', () => {
    const [model, inputs] = equation('bhqd,bhkd->bhqk', [2, 4, 10, 16], [2, 4, 7, 16]);
    expect(estimateMacs(model, inputs)).toBe(2 * 4 * 10 * 7 * 16);
    const [implied, operands] = equation('ij, jk', [3, 5], [5, 7]);
    expect(estimateMacs(implied, operands)).toBe(3 * 5 * 7);
  });

  it('may leave axes to an ellipsis', () => {
    expect(estimateMacs(...equation('...ij,jk->...ik', [2, 3, 5], [5, 7]))).toBe(2 * 3 * 5 * 7);
    expect(estimateMacs(...equation('...ij,...jk', [4, 2, 3, 5], [2, 5, 7]))).toBe(4 * 2 * 3 * 5 * 7);
  });

  it('that does not fit its operands is unknown', () => {
    expect(estimateMacs(...equation('ij,jk->ik', [2, 3, 5], [5, 7]))).toBeNull();
  });
});

function equation(
  text: string,
  left: readonly number[],
  right: readonly number[],
): [OnnxModel, readonly ResolvedInput[]] {
  const graph = new GraphBuilder();
  const a = graph.input('a', 'float32', left);
  const b = graph.input('b', 'float32', right);
  graph.output(graph.node('Einsum', [a, b], []));
  const built = graph.build('equation', '');
  const attribute = {
    name: 'equation',
    s: { kind: 'bytes', bytes: new TextEncoder().encode(text) },
    floats: [],
    ints: [],
    strings: [],
    tensors: [],
    graphs: [],
    typeProtos: [],
    sparseTensors: [],
  } as const;
  const node = built.graph.node.map((each) => ({ ...each, attribute: [attribute] }));
  return [
    { ...built, graph: { ...built.graph, node, output: [], valueInfo: [] } },
    [
      { name: 'a', type: 'float32', shape: left, values: '' },
      { name: 'b', type: 'float32', shape: right, values: '' },
    ],
  ];
}

describe('shapes that a file does not declare', () => {
  it.each(DEMO_MODELS)('are inferred for %s as it declares them', (name) => {
    const info = describeDemo(name);
    const inputs = resolveInputs(info, { batch: 3, sequence: info.hasSequence ? 7 : null });
    const bare = withoutDeclaredShapes(buildDemo(name));
    expect(estimateMacs(bare, inputs)).toBe(estimateMacs(buildDemo(name), inputs));
    expect(estimateMemory(bare, inputs)).toEqual(estimateMemory(buildDemo(name), inputs));
  });
});
