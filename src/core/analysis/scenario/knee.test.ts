import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kneeOf } from './knee.ts';

const curve = (xs: readonly number[], y: (x: number) => number) => xs.map((x) => ({ x, y: y(x) }));
const DOUBLED = [1, 2, 4, 8, 16];

describe('a knee', () => {
  it('lies where throughput stops growing', () => {
    expect(
      kneeOf(
        curve(DOUBLED, (x) => Math.min(x, 2)),
        'rising',
      ),
    ).toBe(1);
    expect(
      kneeOf(
        curve(DOUBLED, (x) => Math.min(x, 4)),
        'rising',
      ),
    ).toBe(2);
  });

  it('is found where throughput falls afterwards', () => {
    expect(
      kneeOf(
        curve(DOUBLED, (x) => (x <= 4 ? x : 4 - x / 16)),
        'rising',
      ),
    ).toBe(2);
  });

  it('lies before latency takes off', () => {
    const loads = [0.1, 0.3, 0.5, 0.7, 0.9, 0.99];
    expect(
      kneeOf(
        curve(loads, (load) => 1 / (1 - load)),
        'climbing',
      ),
    ).toBe(4);
  });

  it('is the known one of the paper’s example, y = 5 − 1 / x', () => {
    const xs = Array.from({ length: 10 }, (_x, index) => 0.1 + index * 0.1);
    expect(
      kneeOf(
        curve(xs, (x) => 5 - 1 / x),
        'rising',
      ),
    ).toBe(2);
  });

  it('is nowhere on a line, nor with fewer than three points', () => {
    expect(
      kneeOf(
        curve(DOUBLED, (x) => 3 * x),
        'rising',
      ),
    ).toBeNull();
    expect(
      kneeOf(
        curve([1, 2], (x) => x),
        'rising',
      ),
    ).toBeNull();
    expect(
      kneeOf(
        curve(DOUBLED, () => 5),
        'rising',
      ),
    ).toBeNull();
  });

  it('is not made by a little noise on a line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 5, maxLength: 5 }),
        (noise) => {
          const points = DOUBLED.map((x, index) => ({ x, y: x * (1 + (noise[index] ?? 0)) }));
          expect(kneeOf(points, 'rising')).toBeNull();
        },
      ),
    );
  });

  it('does not depend on units', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (a, b) => {
          const points = curve(DOUBLED, (x) => Math.sqrt(x)).map(({ x, y }) => ({ x: x * a, y: y * b }));
          expect(kneeOf(points, 'rising')).toBe(kneeOf(curve(DOUBLED, Math.sqrt), 'rising'));
        },
      ),
    );
  });
});
