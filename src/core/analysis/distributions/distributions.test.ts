import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialCdf } from './binomial.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { tCdf, tQuantile } from './student-t.ts';

describe('the normal distribution', () => {
  it('agrees with the tables', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalQuantile(0.995)).toBeCloseTo(2.5758293035489004, 12);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 9);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 15);
    expect(normalCdf(1)).toBeCloseTo(0.8413447460685429, 14);
    expect(normalCdf(-5) / 2.866515718791933e-7).toBeCloseTo(1, 10);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  });

  it('has a quantile that undoes the cumulative function', () => {
    fc.assert(
      fc.property(fc.double({ min: -7, max: 5, noNaN: true }), (x) => {
        expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 8);
      }),
    );
  });
});

describe('Student’s t', () => {
  it.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.95, 4, 2.1318467863266495],
    [0.975, 7, 2.364624251592785],
    [0.975, 9, 2.2621571627982053],
    [0.975, 30, 2.0422724563012373],
    [0.995, 11, 3.1058065155392804],
    [0.9995, 5, 6.868826625881096],
    [0.975, 1000, 1.96233908],
    [0.05, 4, -2.1318467863266495],
  ])('has the tables’ quantile at %f with %i degrees of freedom', (probability, freedom, expected) => {
    expect(Math.abs(tQuantile(probability, freedom) - expected)).toBeLessThan(1e-6);
  });

  it('takes degrees of freedom that are not whole, and tends to the normal', () => {
    expect(tQuantile(0.975, 3.5)).toBeGreaterThan(tQuantile(0.975, 4));
    expect(tQuantile(0.975, 3.5)).toBeLessThan(tQuantile(0.975, 3));
    expect(tQuantile(0.975, 1e8)).toBeCloseTo(normalQuantile(0.975), 6);
    expect(tQuantile(0.975, Infinity)).toBe(normalQuantile(0.975));
  });

  it('has a quantile that undoes the cumulative function', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.0001, max: 0.9999, noNaN: true }),
        fc.double({ min: 0.5, max: 500, noNaN: true }),
        (probability, freedom) => {
          expect(tCdf(tQuantile(probability, freedom), freedom)).toBeCloseTo(probability, 9);
        },
      ),
    );
  });
});

describe('the binomial distribution', () => {
  it('sums up its terms', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 30 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (trials, successes, probability) => {
          let term = (1 - probability) ** trials;
          let sum = 0;
          for (let count = 0; count <= Math.min(successes, trials); count += 1) {
            sum += term;
            term *= ((trials - count) / (count + 1)) * (probability / (1 - probability));
          }
          expect(binomialCdf(successes, trials, probability)).toBeCloseTo(sum, 9);
        },
      ),
    );
  });

  it('is nothing below none and certain from all', () => {
    expect(binomialCdf(-1, 10, 0.3)).toBe(0);
    expect(binomialCdf(10, 10, 0.3)).toBe(1);
    expect(binomialCdf(0, 10, 0.3)).toBeCloseTo(0.7 ** 10, 14);
  });
});
