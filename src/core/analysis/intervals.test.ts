import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from './distributions/normal.ts';
import { medianInterval } from './intervals.ts';
import { autoregressive, normalFrom, randomFrom } from './simulated-series.test-support.ts';
import { summarizeLatency } from './summary.ts';

const SERIES = 600;
/** Four standard errors of a share of 95 % over so many series. */
const SPREAD = 4 * Math.sqrt((0.95 * 0.05) / SERIES);

type Shape = (value: number) => number;
const IDENTITY: Shape = (value) => 20 + value;

function shareCovered(phi: number, independent: number, shape: Shape, truth: Record<string, number>) {
  const normal = normalFrom(randomFrom(independent + 1000 * phi));
  const count = Math.ceil((independent * (1 + phi)) / (1 - phi));
  const answered: Record<string, number> = {};
  const covered: Record<string, number> = {};
  for (let series = 0; series < SERIES; series += 1) {
    const intervals = summarizeLatency(autoregressive(count, phi, normal).map(shape))?.intervals ?? {};
    for (const [name, [low, high]] of Object.entries(intervals)) {
      answered[name] = (answered[name] ?? 0) + 1;
      const value = truth[name] as number;
      if (low <= value && value <= high) covered[name] = (covered[name] ?? 0) + 1;
    }
  }
  return {
    answered: (answered['p50'] ?? 0) / SERIES,
    coverage: (name: string) => (covered[name] ?? 0) / (answered[name] ?? 0),
  };
}

describe('a 95 % interval', () => {
  const truth = { mean: 20, p50: 20, p90: 20 + normalQuantile(0.9), p95: 20 + normalQuantile(0.95), p99: 0 };

  it.each([
    [0, 50],
    [0.5, 50],
    [0.8, 50],
    [0, 300],
    [0.5, 300],
    [0.8, 300],
  ])('covers as often as it says, at a correlation of %f and an effective size of %i', (phi, independent) => {
    const { answered, coverage } = shareCovered(phi, independent, IDENTITY, truth);
    expect(answered).toBeGreaterThan(0.87);
    for (const name of ['mean', 'p50', ...(independent === 300 ? ['p90', 'p95'] : [])]) {
      expect(Math.abs(coverage(name) - 0.955)).toBeLessThan(SPREAD);
    }
  });

  it.each([0.5, 0.8])('is withheld from most series of an effective size of 20, at %f', (phi) => {
    expect(shareCovered(phi, 20, IDENTITY, truth).answered).toBeLessThan(0.13);
  });

  it('covers the median and the tail of a skewed series as well', () => {
    const { coverage } = shareCovered(0.8, 200, Math.exp, {
      mean: Math.exp(0.5),
      p50: 1,
      p90: Math.exp(normalQuantile(0.9)),
      p95: Math.exp(normalQuantile(0.95)),
      p99: Math.exp(normalQuantile(0.99)),
    });
    expect(Math.abs(coverage('p50') - 0.955)).toBeLessThan(SPREAD);
    expect(Math.abs(coverage('p90') - 0.955)).toBeLessThan(SPREAD);
    // The mean of so skewed a series is far from normal at this size.
    expect(coverage('mean')).toBeGreaterThan(0.88);
  });

  it('is the value itself where all are equal', () => {
    const summary = summarizeLatency(new Float64Array(100).fill(0.1));
    expect(summary).toMatchObject({ effectiveSize: 100 });
    for (const interval of Object.values(summary?.intervals ?? {})) expect(interval).toEqual([0.1, 0.1]);
  });

  it('is withheld under 50 samples, however independent', () => {
    const normal = normalFrom(randomFrom(1));
    expect(medianInterval(autoregressive(49, 0, normal))).toBeNull();
    expect(medianInterval(autoregressive(200, 0, normal))).not.toBeNull();
  });

  it('encloses its estimate and lies within what was measured', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), fc.constant(5)), {
          minLength: 50,
          maxLength: 300,
        }),
        (values) => {
          const summary = summarizeLatency(Float64Array.from(values));
          if (summary === null) throw new Error('nothing summed up');
          for (const name of ['p50', 'p90', 'p95'] as const) {
            const interval = summary.intervals[name];
            if (interval === undefined) continue;
            const estimate = summary[name] as number;
            const rising = [summary.min, interval[0], estimate, interval[1], summary.max];
            expect(rising).toEqual([...rising].sort((left, right) => left - right));
          }
        },
      ),
    );
  });

  it('is that of the summary, asked for alone', () => {
    const latencies = autoregressive(500, 0.5, normalFrom(randomFrom(3)));
    expect(medianInterval(latencies)).toEqual(summarizeLatency(latencies)?.intervals.p50);
  });

  it('widens with a slow wave that no neighbour shows', () => {
    const normal = normalFrom(randomFrom(8));
    const quiet = autoregressive(5000, 0, normal);
    const waves = autoregressive(5000, 0.995, normal);
    const wavy = quiet.map((value, index) => value + 0.5 * (waves[index] as number));
    const width = (values: Float64Array): number => {
      const [low, high] = medianInterval(values) ?? [0, 0];
      return high - low;
    };
    expect(width(wavy)).toBeGreaterThan(3 * width(quiet));
  });
});
