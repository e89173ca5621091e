import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Difference } from '../../../contract/difference.ts';
import { buildDemo } from '../../model/index.ts';
import { differenceOfRuns } from './difference-of-runs.ts';
import type { ProfiledRun } from './profiled-run.ts';
import { answerOf, profiledModel, renamed, withNodes } from './profiled-model.test-support.ts';
import type { Noise } from './times/noise.ts';

const NOISE: Noise = { share: 0.03, source: 'assumed' };
const between = (a: ProfiledRun, b: ProfiledRun): Difference => answerOf(differenceOfRuns(a, b, NOISE));
const partsSum = ({ parts }: Difference): number => parts.reduce((sum, { deltaMs }) => sum + deltaMs, 0);
const FAMILIES = ['mlp-tiny', 'cnn-tiny', 'encoder-tiny', 'decoder-tiny'] as const;

/** Any edit of a model: times scattered, one node slower, nodes put in, others left out, names gone. */
const edits = fc.record({
  family: fc.constantFrom(...FAMILIES),
  seed: fc.integer({ min: 1, max: 1e6 }),
  slower: fc.double({ min: 0.2, max: 4, noNaN: true }),
  at: fc.nat(1000),
  inserted: fc.array(fc.nat(1000), { maxLength: 3 }),
  strips: fc.boolean(),
  outsideMs: fc.double({ min: 0, max: 2, noNaN: true }),
});
type Edit = typeof edits extends fc.Arbitrary<infer T> ? T : never;

function scatter(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return 1 + 0.04 * (state / 2_147_483_648 - 0.5);
  };
}

function sidesOf({
  family,
  seed,
  slower,
  at,
  inserted,
  strips,
  outsideMs,
}: Edit): readonly [ProfiledRun, ProfiledRun] {
  const model = buildDemo(family);
  const places = new Set(inserted.map((place) => place % model.graph.node.length));
  let edited = withNodes(model, (node, place) => {
    const [first = ''] = node.input;
    if (!places.has(place) || first === '') return [node];
    const output = `put_in_${place}`;
    return [
      { ...node, opType: 'Abs', name: output, input: [first], output: [output], attribute: [] },
      { ...node, input: [output, ...node.input.slice(1)] },
    ];
  });
  if (strips)
    edited = renamed(
      edited,
      (name) => `n${[...name].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 1e9, 7)}`,
    );
  const target = at % model.graph.node.length;
  return [
    profiledModel(model, { noise: scatter(seed) }),
    profiledModel(edited, {
      noise: scatter(seed + 1),
      outsideMs,
      msOf: (_node, place) => (place === target ? slower : undefined),
    }),
  ];
}

describe('a difference of two profiled runs', () => {
  it('adds up, whatever was edited, and turns around with its sides', () => {
    fc.assert(
      fc.property(edits, (edit) => {
        const [a, b] = sidesOf(edit);
        const there = between(a, b);
        const back = between(b, a);
        expect(Math.abs(partsSum(there) + there.residualMs - there.deltaMs)).toBeLessThan(1e-9);
        expect(there.deltaMs).toBeCloseTo((b.run.latencyMs?.p50 ?? 0) - (a.run.latencyMs?.p50 ?? 0), 9);
        expect(back.deltaMs).toBeCloseTo(-there.deltaMs, 9);
        expect(back.residualMs).toBeCloseTo(-there.residualMs, 9);
        expect(partsSum(back)).toBeCloseTo(-partsSum(there), 9);
        for (const side of ['a', 'b'] as const) {
          const members = there.parts.flatMap((part) => part[side]?.members ?? []);
          const { operators } = (side === 'a' ? a : b).profile;
          expect(members.toSorted((x, y) => x - y)).toEqual([...operators.keys()]);
        }
        const tops = there.frames.filter(({ parent }) => parent < 0);
        expect(tops.reduce((sum, { aMs, bMs }) => sum + bMs - aMs, 0)).toBeCloseTo(partsSum(there), 9);
      }),
      { numRuns: 20 },
    );
  });

  it('is nothing between a run and itself', () => {
    for (const family of FAMILIES) {
      const run = profiledModel(buildDemo(family), { noise: scatter(3) });
      const { parts, deltaMs, residualMs, drift, matched } = between(run, run);
      expect(parts.every((part) => part.deltaMs === 0 && part.ownDeltaMs === 0 && !part.isClear)).toBe(true);
      expect([deltaMs, residualMs, matched.share, matched.onlyA, matched.onlyB]).toEqual([0, 0, 1, 0, 0]);
      expect(drift?.factor).toBe(1);
    }
  });

  it('finds the operator that became slower, though another model’s names and a slower machine hide it', () => {
    const model = buildDemo('encoder-tiny');
    const target = model.graph.node.findIndex(({ opType }) => opType === 'Softmax');
    const stripped = renamed(
      model,
      (name) => `x${name.length}${name.replaceAll(/\D/g, '')}_${name.charCodeAt(0)}`,
    );
    const a = profiledModel(model, { noise: scatter(5) });
    const b = profiledModel(stripped, {
      noise: () => 1.1 * scatter(6)(),
      msOf: (_node, place) => (place === target ? 1 : undefined),
    });
    const { parts, drift } = between(a, b);
    expect(parts[0]).toMatchObject({ op: 'Softmax', match: 'renamed', isClear: true });
    expect(drift?.factor).toBeCloseTo(1.1, 1);
    expect(parts[0]?.ownDeltaMs).toBeCloseTo(0.53, 1);
  });

  it('ranks a small operator that did become slower before a large one that scattered', () => {
    const model = buildDemo('mlp-base');
    const gemms = model.graph.node.flatMap(({ opType }, place) => (opType === 'Gemm' ? [place] : []));
    const [large, small] = [gemms[0] ?? -1, gemms[4] ?? -1];
    const ms = (factorLarge: number, smallMs: number) => (_node: unknown, place: number) =>
      place === large ? 20 * factorLarge : place === small ? smallMs : 1.5;
    const wide = (run: ProfiledRun): ProfiledRun => ({
      ...run,
      profile: {
        ...run.profile,
        operators: run.profile.operators.map((operator) => ({
          ...operator,
          selfMsCi95: [operator.selfMs * 0.95, operator.selfMs * 1.05],
        })),
      },
    });
    const a = wide(profiledModel(model, { msOf: ms(1, 2) }));
    const b = wide(profiledModel(model, { msOf: ms(1.06, 3) }));
    const { parts } = between(a, b);
    expect(parts[0]?.name).toBe(model.graph.node[small]?.name);
    expect(Math.abs(parts[1]?.deltaMs ?? 0)).toBeGreaterThan(parts[0]?.deltaMs ?? 0);
  });

  it('says what fused, what is new and what is gone, of one file at two levels', () => {
    const model = buildDemo('mlp-tiny');
    const a = profiledModel(model);
    const b = profiledModel(model, { fused: [{ op: 'FusedGemm', sources: [0, 1] }] });
    const { parts, nodes } = between(a, b);
    const fused = parts.find(({ match }) => match === 'fused');
    expect(fused).toMatchObject({
      a: { ops: ['Gemm', 'Relu'] },
      b: { ops: ['FusedGemm'] },
      note: 'Gemm and Relu became FusedGemm.',
    });
    expect(between(b, a).parts.find(({ match }) => match === 'split')).toBeDefined();
    expect(nodes?.a[0]).toBe(nodes?.a[1]);
    expect(parts.filter(({ match }) => match === 'same')).toHaveLength(3);
  });

  it('has all of the time in the rest where nothing was recorded', () => {
    const a = profiledModel(buildDemo('mlp-tiny'));
    const empty: ProfiledRun = { ...a, profile: { ...a.profile, operators: [] }, graph: null };
    const difference = between(empty, { ...empty, run: { ...a.run, latencyMs: null } });
    expect(difference.parts).toEqual([]);
    expect(difference.residualMs).toBe(difference.deltaMs);
    expect(difference.cautions.join(' ')).toContain('Nothing was recorded');
    expect(between(empty, a).parts.every(({ match }) => match === 'new')).toBe(true);
  });
});
