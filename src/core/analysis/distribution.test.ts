import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUANTILE_LEVELS } from './condense.ts';
import { histogramOf, sharedEdges, shareAtOrBelow, valueAtLevel } from './distribution.ts';
import type { QuantileFunction } from './distribution.ts';
import { percentileOfSorted } from './summary.ts';

function quantilesOf(samples: readonly number[]): QuantileFunction {
  const ascending = Float64Array.from(samples).sort();
  return {
    levels: QUANTILE_LEVELS,
    values: QUANTILE_LEVELS.map((level) => percentileOfSorted(ascending, level)),
  };
}

const latencies = fc.array(fc.double({ min: 0.001, max: 1e4, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
});

describe('a distribution read from its quantiles', () => {
  it('is uniform where the samples are', () => {
    const uniform = quantilesOf(Array.from({ length: 1001 }, (_, index) => 1 + index / 1000));
    for (const value of [1.1, 1.25, 1.5, 1.9]) {
      expect(shareAtOrBelow(uniform, value)).toBeCloseTo(value - 1, 3);
      expect(valueAtLevel(uniform, value - 1)).toBeCloseTo(value, 3);
    }
  });

  it('jumps where many samples are equal', () => {
    const steps = quantilesOf([...Array<number>(50).fill(2), ...Array<number>(50).fill(4)]);
    expect(shareAtOrBelow(steps, 1.999)).toBe(0);
    expect(shareAtOrBelow(steps, 2)).toBeGreaterThan(0.48);
    expect(shareAtOrBelow(steps, 2)).toBeLessThan(0.52);
    expect(shareAtOrBelow(steps, 4)).toBe(1);
  });

  it('rises from 0 to 1 and never falls', () => {
    fc.assert(
      fc.property(latencies, fc.double({ min: 0, max: 1e4, noNaN: true }), (samples, value) => {
        const quantiles = quantilesOf(samples);
        const here = shareAtOrBelow(quantiles, value);
        expect(here).toBeGreaterThanOrEqual(0);
        expect(here).toBeLessThanOrEqual(1);
        expect(shareAtOrBelow(quantiles, value * 1.1)).toBeGreaterThanOrEqual(here);
        expect(shareAtOrBelow(quantiles, Math.max(...samples))).toBe(1);
        expect(shareAtOrBelow(quantiles, Math.min(...samples) - 1e-4)).toBe(0);
      }),
    );
  });

  it('agrees with counting, within one step of the stored levels', () => {
    const samples = Array.from({ length: 5000 }, (_, index) => 3 + Math.sin(index) + (index % 7) / 10);
    const quantiles = quantilesOf(samples);
    for (let value = 2; value < 5; value += 0.1) {
      const counted = samples.filter((sample) => sample <= value).length / samples.length;
      expect(Math.abs(shareAtOrBelow(quantiles, value) - counted)).toBeLessThan(0.006);
    }
  });

  it('knows nothing of no samples', () => {
    const none = { levels: new Float64Array(0), values: new Float64Array(0) };
    expect(shareAtOrBelow(none, 1)).toBeNaN();
    expect(valueAtLevel(none, 0.5)).toBeNaN();
    expect(sharedEdges([])).toHaveLength(0);
  });
});

describe('a histogram from quantiles', () => {
  it('accounts for every sample: bins and what lies above add up to 1', () => {
    fc.assert(
      fc.property(latencies, latencies, (a, b) => {
        const runs = [a, b].map((samples) => ({ quantiles: quantilesOf(samples), count: samples.length }));
        const edges = sharedEdges(runs);
        for (const { quantiles } of runs) {
          const { shares, above } = histogramOf(quantiles, edges);
          const sum = shares.reduce((total, share) => total + share, 0);
          expect(sum + above).toBeCloseTo(1, 9);
          for (const share of shares) expect(share).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('has ascending edges from the smallest minimum, few enough to draw', () => {
    fc.assert(
      fc.property(latencies, (samples) => {
        const edges = sharedEdges([{ quantiles: quantilesOf(samples), count: samples.length }]);
        expect(edges[0]).toBe(Math.min(...samples));
        expect(edges.length).toBeGreaterThanOrEqual(13);
        expect(edges.length).toBeLessThanOrEqual(81);
        for (let index = 1; index < edges.length; index += 1) {
          expect(edges[index] as number).toBeGreaterThan(edges[index - 1] as number);
        }
      }),
    );
  });

  it('leaves a single outlier out of the picture and says so', () => {
    const samples = [...Array.from({ length: 999 }, (_, index) => 1 + (index % 100) / 1000), 500];
    const quantiles = quantilesOf(samples);
    const edges = sharedEdges([{ quantiles, count: samples.length }]);
    expect(edges.at(-1)).toBeLessThan(2);
    expect(histogramOf(quantiles, edges).above).toBeGreaterThan(0);
  });
});
