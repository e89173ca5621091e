import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DifferenceFrame } from '../../../../contract/difference.ts';
import { contribution, signedDuration, signedShare } from './delta-words.ts';
import { differenceOf, partOf } from './difference.fixture.ts';
import { frameSpans } from './frame-spans.ts';
import { nodeDeltas, nodesOfPart } from './node-deltas.ts';
import { waterfallGap, waterfallSteps } from './waterfall-steps.ts';

const ms = fc.option(fc.double({ min: 0, max: 1e4, noNaN: true }), { nil: null });

describe('a waterfall', () => {
  it('begins at A, ends at B, and every bar goes on where the one above it ended', () => {
    const part = fc.tuple(ms, ms, fc.double({ min: -50, max: 50, noNaN: true }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), fc.nat(40), fc.boolean(), (times, shown, drifts) => {
        const parts = times.map(([a, b, alike], at) => {
          const made = partOf(`op ${at}`, a, b);
          return { ...made, ownDeltaMs: made.deltaMs - alike };
        });
        const drift = { factor: 1.01, ci95: null, ms: times.reduce((sum, [, , alike]) => sum + alike, 0) };
        const difference = differenceOf(parts, drifts ? { drift } : {});
        const steps = waterfallSteps(difference, shown);
        expect(steps[0]).toMatchObject({ kind: 'a', fromMs: 0, toMs: difference.aMs });
        expect(steps.at(-1)).toMatchObject({ kind: 'b', fromMs: 0, toMs: difference.bMs });
        for (let at = 2; at < steps.length - 1; at += 1) {
          expect(steps[at]?.fromMs).toBe(steps[at - 1]?.toMs);
        }
        expect(Math.abs(waterfallGap(steps))).toBeLessThan(1e-6);
        expect(steps.reduce((sum, { kind, count }) => sum + (kind === 'drift' ? 0 : count), 0)).toBe(
          parts.length,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('says where the parts do not add up', () => {
    const difference = differenceOf([partOf('op', 1, 2)]);
    expect(waterfallGap(waterfallSteps({ ...difference, bMs: difference.bMs + 3 }, 5))).toBeCloseTo(3, 9);
  });
});

describe('frames of two times', () => {
  const frames: readonly DifferenceFrame[] = [
    { name: 'model', parent: -1, part: -1, aMs: 10, bMs: 12 },
    { name: 'layer', parent: 0, part: -1, aMs: 6, bMs: 9 },
    { name: 'MatMul', parent: 1, part: 0, aMs: 6, bMs: 4 },
    { name: 'Gelu', parent: 1, part: 1, aMs: 0, bMs: 5 },
    { name: 'Erf', parent: 0, part: 2, aMs: 4, bMs: 0 },
  ];
  const spansBy = async (width: 'a' | 'b' | 'larger') => {
    const { source, unseen } = frameSpans({ frames }, width, ['x'], () => 0);
    const spans = await Promise.all([0, 1, 2, 3, 4].map((id) => source.span(id)));
    return {
      unseen,
      spans: spans.flatMap((span) =>
        span === null ? [] : [[span.name, span.row, span.startUs, span.durationUs, span.subject]],
      ),
    };
  };

  it('are as wide as the chosen side took, inside of the frame around them', async () => {
    expect(await spansBy('b')).toEqual({
      unseen: 1,
      spans: [
        ['model', 0, 0, 12000, 0],
        ['layer', 1, 0, 9000, 1],
        ['MatMul', 2, 0, 4000, 2],
        ['Gelu', 2, 4000, 5000, 3],
      ],
    });
  });

  it('are all there by the larger of the two, and never narrower than what is inside', async () => {
    const { unseen, spans } = await spansBy('larger');
    expect(unseen).toBe(0);
    expect(spans).toContainEqual(['Erf', 1, 11000, 4000, 4]);
    expect(spans[0]).toEqual(['model', 0, 0, 15000, 0]);
  });

  it('take times that make no sense for nothing', () => {
    const odd = [Number.NaN, -1, Number.POSITIVE_INFINITY].map((bMs) => ({
      name: 'odd',
      parent: 9,
      part: 0,
      aMs: 0,
      bMs,
    }));
    expect(frameSpans({ frames: odd }, 'b', ['x'], () => 0)).toMatchObject({ unseen: 3 });
  });
});

describe('nodes of one side’s graph', () => {
  const tree = {
    groups: [
      { kind: 'module', label: 'enc', key: 'enc', parent: -1, depth: 0, owner: -1, nodeCount: 3 },
      { kind: 'module', label: 'enc.0', key: 'enc/0', parent: 0, depth: 1, owner: -1, nodeCount: 2 },
    ],
    groupOf: Int32Array.of(1, 1, 0, -1),
    insideOf: Int32Array.of(-1, -1, -1, -1),
  } as const;

  it('take the times of their part, a module those of all that is in it, each part once', () => {
    const parts = [partOf('fused', 4, 2), partOf('alone', 1, 3)];
    const nodes = { a: Int32Array.of(0, 0, 1, -1), b: Int32Array.of(1) };
    const difference = differenceOf(parts, { nodes });
    const { partOf: places, ofGroup } = nodeDeltas(difference, 'a', tree);
    expect([...places]).toEqual([0, 0, 1, -1]);
    expect(ofGroup).toEqual([
      { aMs: 5, bMs: 5 },
      { aMs: 4, bMs: 2 },
    ]);
    expect(nodesOfPart(difference, 'a', 0)).toEqual([0, 1]);
    expect(nodesOfPart(difference, 'b', 0)).toEqual([]);
  });

  it('are without any where nothing is known of them', () => {
    const { partOf: places, ofGroup } = nodeDeltas(differenceOf([]), 'b', tree);
    expect([...places]).toEqual([-1, -1, -1, -1]);
    expect(ofGroup).toEqual([null, null]);
  });
});

describe('a delta in words', () => {
  it('has its sign, a true minus, and the unit that fits', () => {
    expect(signedDuration(3.92)).toBe('+3.92 ms');
    expect(signedDuration(-0.118)).toBe('−118 µs');
    expect(signedDuration(0)).toBe('0 ms');
    expect(signedDuration(null)).toBe('—');
    expect(signedShare(4.1, 250)).toBe('+1.6 %');
    expect(signedShare(-0.1, 250)).toBe('−0.04 %');
    expect(signedShare(1, 0)).toBe('—');
    expect(contribution(-3, -4)).toBe('75 %');
    expect(contribution(1, -4)).toBe('−25 %');
    expect(contribution(1, 0)).toBe('—');
  });
});
