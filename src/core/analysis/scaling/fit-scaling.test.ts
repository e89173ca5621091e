import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScalingFit, ScalingPoint, ScalingQuestion } from '../../../contract/scaling.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { nextRandom, randomState } from '../../model/random.ts';
import { fitScaling } from './fit-scaling.ts';

const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128];
const SEQUENCES = [128, 256, 512, 1024, 2048, 4096];
const MIB = 1024 ** 2;

const ask = (points: readonly ScalingPoint[], more: Partial<ScalingQuestion> = {}) =>
  fitScaling({ metric: 'latency', variable: 'batch', at: 'cpu', points, ...more });

function fitted(points: readonly ScalingPoint[], more: Partial<ScalingQuestion> = {}): ScalingFit {
  const fit = ask(points, more);
  if (fit.law === null) throw new Error(fit.words);
  return fit;
}

const exact = (sizes: readonly number[], law: (x: number) => number): ScalingPoint[] =>
  sizes.map((x) => ({ x, y: law(x) }));

/** Relative normal noise, the same for the same seed. */
function noisy(
  sizes: readonly number[],
  law: (x: number) => number,
  noise: number,
  seed: number,
): ScalingPoint[] {
  let state = randomState(seed);
  return sizes.map((x) => {
    state = nextRandom(state);
    return { x, y: law(x) * (1 + noise * normalQuantile(((state >>> 0) + 0.5) / 2 ** 32)) };
  });
}

describe('the law of growth', () => {
  it.each([
    ['constant', () => 12, [12]],
    ['linear', (x: number) => 1.2 + 0.31 * x, [1.2, 0.31]],
    ['quadratic', (x: number) => 2 + 0.3 * x + 0.05 * x * x, [2, 0.3, 0.05]],
    ['power', (x: number) => 1 + 0.4 * x ** 1.5, [1, 0.4, 1.5]],
  ] as const)('is found exactly where there is no noise: %s', (name, law, coefficients) => {
    const fit = fitted(exact(BATCHES, law));
    expect(fit.law).toBe(name);
    fit.coefficients.forEach((value, index) => expect(value).toBeCloseTo(coefficients[index] as number, 3));
    expect(fit.crossValidationError).toBeLessThan(1e-3);
    expect(fit.holdout.map(({ x }) => x)).toEqual([8, 128]);
  });

  it.each([
    ['constant', () => 12, ['constant']],
    ['linear', (x: number) => 1.2 + 0.31 * x, ['linear']],
    // Square and power tell apart only far out; both bend, and predict alike in between.
    ['quadratic', (x: number) => 2 + 0.3 * x + 0.05 * x * x, ['quadratic', 'power']],
    ['power', (x: number) => 0.5 * x ** 0.6, ['power']],
  ] as const)('is mostly recognised through noise of a fiftieth: %s', (_name, law, names) => {
    const found = Array.from({ length: 40 }, (_, seed) => fitted(noisy(BATCHES, law, 0.02, seed + 1)).law);
    expect(found.filter((name) => (names as readonly string[]).includes(name)).length).toBeGreaterThanOrEqual(
      32,
    );
  });

  it('predicts what it has not seen inside its interval nine times in ten and more', () => {
    const laws = [() => 7, (x: number) => 1 + 0.3 * x, (x: number) => 1 + 0.2 * x + 0.01 * x * x];
    for (const law of laws) {
      const checks = Array.from({ length: 80 }, (_, seed) =>
        fitted(noisy(BATCHES, law, 0.03, seed + 101)).holdout.map(({ held }) => held),
      ).flat();
      expect(checks.filter(Boolean).length / checks.length).toBeGreaterThan(0.9);
    }
  });

  it('has no negative part where a cost is measured, whatever the points', () => {
    const point = fc.record({
      x: fc.integer({ min: 0, max: 4096 }),
      y: fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e12, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 12 }), (points) => {
        const fit = ask(points);
        if (fit.law === null) return;
        expect(fit.coefficients.every((value) => value >= 0)).toBe(true);
        for (const { y, low, high } of fit.curve) {
          expect([y, low, high].every(Number.isFinite)).toBe(true);
          expect(low).toBeLessThanOrEqual(y);
          expect(high).toBeGreaterThanOrEqual(y);
        }
        expect(fit.points.length + fit.holdout.length).toBe(points.length);
      }),
      { numRuns: 60 },
    );
  });

  it('may fall where throughput is measured', () => {
    const fit = fitted(
      exact(BATCHES, (x) => 900 - 5 * x),
      { metric: 'throughput', variable: 'concurrency' },
    );
    expect(fit).toMatchObject({ law: 'linear', words: '900/s − 5.00/s per session' });
  });

  it('says how many more sizes it takes, however often the same ones were measured', () => {
    expect(ask([])).toMatchObject({ law: null, missing: 3, words: 'no law yet: 3 more sizes are needed' });
    const twice = exact([1, 1, 1, 4, 4, 4], (x) => x);
    expect(ask(twice)).toMatchObject({ law: null, missing: 1, words: 'no law yet: 1 more size is needed' });
  });

  it('does not let a repeated measurement vouch for itself', () => {
    const fit = fitted([...exact(BATCHES, (x) => 3 + x), ...exact(BATCHES, (x) => 3.03 + 1.01 * x)]);
    expect(fit.law).toBe('linear');
    expect(fit.holdout.map(({ x }) => x)).toEqual([8, 8, 128, 128]);
  });

  it('is not bent by one disturbed size', () => {
    const points = exact(BATCHES, (x) => 2 + 0.5 * x).map((point) =>
      point.x === 4 ? { ...point, y: point.y * 3 } : point,
    );
    const fit = fitted(points);
    expect(fit.law).toBe('linear');
    expect(fit.coefficients[1]).toBeCloseTo(0.5, 1);
  });

  it('copes with zero sizes, zero values and what is no number', () => {
    const points = [{ x: 0, y: 0 }, ...exact([1, 2, 4], (x) => 5 * x), { x: 8, y: Number.NaN }];
    expect(fitted(points)).toMatchObject({ law: 'linear' });
    expect(fitted(exact([1, 2, 3], () => 0))).toMatchObject({ law: 'constant', coefficients: [0] });
  });

  it('weighs errors by the value, so that the small sizes count as much as the large', () => {
    const points = exact([1, 10, 100, 1000], (x) => 0.1 + x).map((point) =>
      point.x === 1000 ? { ...point, y: point.y * 1.02 } : point,
    );
    expect(fitted(points).curve[0]?.y).toBeCloseTo(1.1, 1);
  });
});

describe('a law in words', () => {
  it('is a sum with units', () => {
    const memory = exact(SEQUENCES, (x) => 48 * MIB + (0.5 * MIB * x) / 1000);
    expect(fitted(memory, { metric: 'memory', variable: 'sequence' }).words).toBe(
      'base 48.0 MiB + 512 KiB per 1k tokens',
    );
    expect(fitted(exact(BATCHES, (x) => 1.2 + 0.31 * x)).words).toBe('1.20 ms + 310 µs per sample (batch)');
  });

  it('names the square, the power and what stays', () => {
    const square = fitted(
      exact(SEQUENCES, (x) => 1 + 0.002 * x + 4e-6 * x * x),
      { variable: 'sequence' },
    );
    expect(square.words).toBe(
      'grows with the square of the sequence: 1.00 ms + 2.00 ms per 1k tokens + 4.00 ms per (1k tokens)²',
    );
    expect(fitted(exact(BATCHES, (x) => 0.5 * x ** 0.6)).words).toMatch(
      /500 µs × batch\^0\.600, slower than in proportion$/,
    );
    expect(fitted(exact(BATCHES, () => 3)).words).toBe('stays at 3.00 ms whatever the batch');
  });
});
