import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundRatio } from './ratio-bound.ts';

const pairs = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 2, maxLength: 60 });

describe('the bound of a ratio over pairs', () => {
  it('is the ratio itself where all pairs agree', () => {
    const { ratio, upper } = boundRatio(Array.from({ length: 30 }, () => 1.01));
    expect(ratio).toBeCloseTo(1.01, 12);
    expect(upper).toBeCloseTo(1.01, 12);
  });

  it('agrees with a t interval worked out by hand', () => {
    // Logs 0.00, 0.02, 0.04: mean 0.02, standard error 0.02 / √3, t(2) = 2.919986.
    const { upper } = boundRatio([1, Math.exp(0.02), Math.exp(0.04)]);
    expect(Math.log(upper)).toBeCloseTo(0.02 + (2.919986 * 0.02) / Math.sqrt(3), 7);
  });

  it('cannot bound a single pair', () => {
    expect(boundRatio([1]).upper).toBe(Number.POSITIVE_INFINITY);
  });

  it('lies at or above the ratio, whatever the order of the pairs', () => {
    fc.assert(
      fc.property(pairs, (ratios) => {
        const bound = boundRatio(ratios);
        expect(bound.upper).toBeGreaterThanOrEqual(bound.ratio);
        expect(boundRatio([...ratios].reverse()).upper).toBeCloseTo(bound.upper, 9);
      }),
    );
  });
});
