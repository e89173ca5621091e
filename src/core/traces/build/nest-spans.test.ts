import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_LANES, nestSpans, NO_LANE } from './nest-spans.ts';

interface Given {
  readonly at: number;
  readonly lasts: number;
}

const spans = fc.array(fc.record({ at: fc.nat(60), lasts: fc.nat(30) }), { maxLength: 60 });

function nested(given: readonly Given[]): {
  readonly inTime: readonly Given[];
  readonly depth: Uint16Array;
  readonly own: Float64Array;
  readonly overlapping: number;
  readonly lanes: number;
} {
  const inTime = given.toSorted((a, b) => a.at - b.at || b.lasts - a.lasts);
  const depth = new Uint16Array(given.length);
  const own = new Float64Array(given.length);
  const told = nestSpans(
    Float64Array.from(inTime, ({ at }) => at),
    Float64Array.from(inTime, ({ lasts }) => lasts),
    depth,
    own,
  );
  return { inTime, depth, own, ...told };
}

const contains = (outer: Given, inner: Given): boolean =>
  outer.at <= inner.at &&
  outer.at + outer.lasts >= inner.at + inner.lasts &&
  outer.at + outer.lasts > inner.at;

describe('laying spans into lanes', () => {
  it('never lets two overlap in one lane', () => {
    fc.assert(
      fc.property(spans, (given) => {
        const { inTime, depth, lanes } = nested(given);
        const ends = new Map<number, number>();
        inTime.forEach(({ at, lasts }, span) => {
          const lane = depth[span] ?? NO_LANE;
          expect(lane).toBeLessThan(lanes);
          expect(ends.get(lane) ?? 0).toBeLessThanOrEqual(at);
          ends.set(lane, at + lasts);
        });
      }),
    );
  });

  it('lays a span deeper than all that contain it', () => {
    fc.assert(
      fc.property(spans, (given) => {
        const { inTime, depth } = nested(given);
        inTime.forEach((inner, span) => {
          inTime.slice(0, span).forEach((outer, before) => {
            if (contains(outer, inner)) expect(depth[span]).toBeGreaterThan(depth[before] ?? NO_LANE);
          });
        });
      }),
    );
  });

  it('gives every moment that is covered to one span', () => {
    fc.assert(
      fc.property(spans, (given) => {
        const { inTime, own } = nested(given);
        const covered = new Set(
          inTime.flatMap(({ at, lasts }) => Array.from({ length: lasts }, (_, step) => at + step)),
        );
        expect(own.reduce((sum, ns) => sum + ns, 0)).toBe(covered.size);
        inTime.forEach(({ lasts }, span) => {
          expect(own[span]).toBeGreaterThanOrEqual(0);
          expect(own[span]).toBeLessThanOrEqual(lasts);
        });
      }),
    );
  });

  it('takes a lane that is free again instead of climbing', () => {
    // Each begins inside of the one before and ends after it: two lanes are enough.
    const chain = Array.from({ length: 200 }, (_, step) => ({ at: step * 10, lasts: 15 }));
    const { lanes, overlapping } = nested(chain);
    expect(lanes).toBe(2);
    expect(overlapping).toBe(199);
  });

  it('counts no overlap where spans only nest or touch', () => {
    const { overlapping, own } = nested([
      { at: 0, lasts: 10 },
      { at: 0, lasts: 4 },
      { at: 4, lasts: 6 },
      { at: 10, lasts: 5 },
      { at: 10, lasts: 0 },
    ]);
    expect(overlapping).toBe(0);
    expect([...own]).toEqual([0, 4, 6, 5, 0]);
  });

  it('leaves out what is deeper than there are lanes', () => {
    const count = MOST_LANES + 3;
    const depth = new Uint16Array(count);
    const start = Float64Array.from({ length: count }, (_, span) => span);
    const inward = Float64Array.from({ length: count }, (_, span) => (count - span) * 2);
    expect(nestSpans(start, inward, depth, new Float64Array(count))).toMatchObject({
      lanes: MOST_LANES,
      leftOut: 3,
    });
    expect([...depth.subarray(MOST_LANES)]).toEqual([NO_LANE, NO_LANE, NO_LANE]);
    // Overlapping ones take the same lanes, by another way.
    const outward = new Float64Array(count).fill(count * 2);
    expect(nestSpans(start, outward, depth, new Float64Array(count))).toMatchObject({
      lanes: MOST_LANES,
      leftOut: 3,
    });
  });
});
