import { describe, expect, it } from 'vitest';
import type { OrtEvent } from '../../importers/ort-profile.ts';
import type { ExecutedNode } from '../../model/graph/executed-graph.ts';
import type { NodeProto } from '../../model/onnx-messages.ts';
import { buildProfile } from './build-profile.ts';
import { ends, node, tallied } from './ort-events.test-support.ts';
import type { ProfileParts } from './profile-parts.ts';

const matrix = (...shape: readonly number[]) => ({ type: 'float32', shape }) as const;

function build(slices: readonly (readonly OrtEvent[])[], change: Partial<ProfileParts> = {}) {
  return buildProfile({
    tally: tallied(slices),
    clean: { meanMs: 1 },
    provider: 'cpu',
    recordedMs: Float64Array.of(1.4),
    controlMs: Float64Array.of(1),
    executed: null,
    shapes: null,
    outputs: [],
    residentBytes: [],
    slices: slices.length,
    notes: [],
    ...change,
  });
}

function executed(
  name: string,
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
): ExecutedNode {
  const proto: NodeProto = {
    name,
    opType: op,
    input: inputs,
    output: outputs,
    attribute: [],
    metadataProps: [],
  };
  return {
    name,
    op,
    domain: 'ai.onnx',
    family: 'matrix',
    module: ['layer'],
    sources: [4],
    parent: -1,
    inputs,
    outputs,
    proto,
  };
}

const kinds = ({ notes }: { readonly notes: readonly { readonly kind: string }[] }) =>
  notes.map(({ kind }) => kind);

const run = (at: number, jitter = 0): readonly OrtEvent[] => [
  node('first', at, 300 + jitter, { outputs: [matrix(2, 4)], inputs: [matrix(2, 3)] }),
  node('second', at + 310, 600 - jitter, {
    nodeIndex: 1,
    inputs: [matrix(2, 4), matrix(4, 5)],
    outputs: [matrix(2, 5)],
  }),
  ...ends(at, 920, 930),
];
const many = Array.from({ length: 60 }, (_, index) => run(1000 * index, index % 7)).flat();

it('makes up the clean mean exactly, whatever was recorded', () => {
  const profile = build([many], { clean: { meanMs: 0.83 } });
  const sum = profile.operators.reduce((total, { selfMs }) => total + selfMs, profile.outsideMs);
  expect(Math.abs(sum - 0.83)).toBeLessThan(1e-12);
  expect(profile).toMatchObject({
    iterations: 60,
    operatorCount: 2,
    profiledMeanMs: 1.4,
    isIndicative: true,
  });
  expect(profile.overheadFactor).toBeCloseTo(1.4 / 0.83);
  expect(profile.dearest).toMatchObject({ name: 'second', share: profile.operators[1]?.share });
  for (const { selfMs, selfMsCi95 } of profile.operators) {
    expect(selfMsCi95?.[0]).toBeLessThan(selfMs);
    expect(selfMsCi95?.[1]).toBeGreaterThan(selfMs);
  }
});

it('says nothing of an interval with fewer than five iterations', () => {
  expect(build([run(0)]).operators.map(({ selfMsCi95 }) => selfMsCi95)).toEqual([null, null]);
});

it('has no operators where none was recorded: all of the time lies outside', () => {
  for (const slices of [[], [[]], [[...ends(0, 10)]]]) {
    const profile = build(slices);
    expect(profile).toMatchObject({ operators: [], outsideMs: 1, dearest: null, memory: null });
    expect(kinds(profile)).toEqual(['nothing-recorded']);
  }
});

it('counts what ran inside of control flow in its total, and only there', () => {
  const inside = [
    node('body', 10, 200),
    node('body', 250, 200),
    node('loop', 0, 600, { op: 'Loop', nodeIndex: 1 }),
    node('after', 700, 200, { nodeIndex: 2 }),
    ...ends(0, 920, 930),
  ];
  const [loop, body, after] = build([inside]).operators;
  expect(body).toMatchObject({ parent: 0, perIteration: 2 });
  expect(loop?.totalMs).toBeCloseTo((loop?.selfMs ?? 0) + (body?.selfMs ?? 0));
  expect(body?.totalMs).toBe(body?.selfMs);
  expect(after?.totalMs).toBe(after?.selfMs);
});

describe('with the graph that was executed', () => {
  const nodes = [
    executed('first', 'MatMul', ['x', 'w'], ['h']),
    executed('second', 'MatMul', ['h', 'v'], ['y']),
  ];
  const shapes = {
    tensors: new Map([
      ['x', matrix(2, 3)],
      ['w', matrix(3, 4)],
    ]),
    values: new Map(),
    inner: new Map(),
  };

  it('knows operands by name, packed weights too, and the work of an iteration', () => {
    const { operators, coverage, notes } = build([many], { executed: nodes, shapes, outputs: ['y'] });
    expect(operators[0]).toMatchObject({
      sources: [4],
      module: ['layer'],
      domain: 'ai.onnx',
      inputs: [
        { tensor: 'x', shape: [2, 3] },
        { tensor: 'w', shape: [3, 4] },
      ],
      outputs: [{ tensor: 'h', shape: [2, 4] }],
      macs: 24,
      flops: 48,
    });
    expect(operators[1]).toMatchObject({
      macs: 40,
      inputs: [{ tensor: 'h' }, { tensor: 'v', shape: [4, 5] }],
    });
    expect(coverage).toEqual({ flops: 1, bytes: 1 });
    expect(notes).toEqual([]);
  });

  it('says that there is none where it could not be had', () => {
    const profile = build([many]);
    expect(kinds(profile)).toEqual(['no-mapping']);
    expect(profile.operators[0]).toMatchObject({
      sources: [],
      flops: null,
      inputs: [{ tensor: '', shape: [2, 3] }],
    });
    expect(profile.coverage).toEqual({ flops: 0, bytes: 0 });
  });

  it('finds nodes without names in the order of execution', () => {
    const unnamed = nodes.map((each) => ({ ...each, name: '' }));
    const events = run(0).map((event) =>
      event.kind === 'node' ? { ...event, name: `MatMul_${event.nodeIndex}` } : event,
    );
    const { operators } = build([events], { executed: unnamed, shapes });
    expect(operators.map(({ outputs }) => outputs[0]?.tensor)).toEqual(['h', 'y']);
  });
});

it('tells growth only of enough readings, and of a leak what it is an iteration', () => {
  const memory = { memory: { inUse: 64, delta: 0, peak: 64, outputBytes: null } };
  const leaking = Array.from({ length: 40 }, (_, at) => 1e8 + 4096 * at + 700 * Math.sin(at));
  const parts = {
    executed: [executed('a', 'Relu', ['x'], ['y'])],
    outputs: ['y'],
  };
  const events = [node('a', 0, 9, { op: 'Relu', outputs: [matrix(4)], ...memory }), ...ends(0, 10)];
  const growth = build([events], { ...parts, residentBytes: leaking }).memory?.growth;
  expect(growth?.inUseBytes).toEqual([64]);
  expect(growth?.bytesPerIteration).toBeGreaterThan(4000);
  expect(growth?.bytesPerIteration).toBeLessThan(4200);
  expect(growth?.ci95?.[0]).toBeGreaterThan(3900);
  const few = build([events], { ...parts, residentBytes: leaking.slice(0, 9) }).memory?.growth;
  expect(few).toMatchObject({ bytesPerIteration: null, ci95: null });
});

it('cuts names of a megabyte, and says so', () => {
  const profile = build([[node('x'.repeat(1e6), 0, 900), ...ends(0, 910)]]);
  expect(profile.operators[0]?.name.length).toBeLessThan(1000);
  expect(kinds(profile)).toContain('names-cut');
});
