import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { condenseRun, QUANTILE_LEVELS, sparkOf } from './condense.ts';
import { summarizeLatency } from './summary.ts';

describe('a condensed run', () => {
  it('holds the exact summary, quantiles from minimum to maximum, and few points', () => {
    const count = 50_000;
    const latencies = Float64Array.from({ length: count }, (_, index) => 3 + Math.sin(index * 7.3));
    const ends = Float64Array.from({ length: count }, (_, index) => (index + 1) * 3);
    const condensed = condenseRun(ends, latencies);
    expect(condensed.latencyMs).toEqual(summarizeLatency(latencies));
    expect(condensed.series?.quantilesMs[0]).toBe(condensed.latencyMs?.min);
    expect(condensed.series?.quantilesMs.at(-1)).toBe(condensed.latencyMs?.max);
    expect(condensed.series?.latencyMs.length).toBeLessThanOrEqual(2000);
    expect(condensed.series?.atSeconds.at(-1)).toBeLessThanOrEqual(150);
    expect(condensed.series?.atSeconds.at(-1)).toBeGreaterThan(149);
  });

  it('has quantiles that never fall', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 200 }),
        (values) => {
          const latencies = Float64Array.from(values);
          const quantilesMs =
            condenseRun(latencies.slice(), latencies).series?.quantilesMs ?? new Float64Array(0);
          expect(quantilesMs.length).toBe(QUANTILE_LEVELS.length);
          quantilesMs.forEach((value, index) => {
            if (index > 0) {
              expect(value).toBeGreaterThanOrEqual((quantilesMs[index - 1] as number) * (1 - 1e-12));
            }
          });
        },
      ),
    );
  });

  it('is empty, not wrong, without samples', () => {
    const condensed = condenseRun(new Float64Array(0), new Float64Array(0));
    expect(condensed.latencyMs).toBeNull();
    expect(condensed.spark).toEqual([]);
    expect(condensed.series).toBeNull();
  });

  it('has ascending levels from 0 to 1', () => {
    expect(QUANTILE_LEVELS[0]).toBe(0);
    expect(QUANTILE_LEVELS.at(-1)).toBe(1);
    expect([...QUANTILE_LEVELS]).toEqual([...new Set(QUANTILE_LEVELS)].sort((left, right) => left - right));
  });
});

describe('a sparkline', () => {
  it('counts every sample once, in 24 bins', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 300 }),
        (values) => {
          const bins = sparkOf(Float64Array.from(values).sort());
          expect(bins).toHaveLength(24);
          expect(bins.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        },
      ),
    );
  });

  it('puts the tail into the last bin, so that it does not flatten the body', () => {
    const ascending = Float64Array.from({ length: 1000 }, (_, index) =>
      index >= 980 ? 1e6 : 1 + index / 1000,
    );
    const bins = sparkOf(ascending);
    expect(bins.at(-1)).toBeGreaterThanOrEqual(20);
    expect(bins.filter((count) => count > 0).length).toBeGreaterThan(4);
  });

  it('has one full bin where all are equal', () => {
    expect(sparkOf(Float64Array.of(2, 2, 2))[0]).toBe(3);
  });
});
