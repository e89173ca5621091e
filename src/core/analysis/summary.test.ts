import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  percentileOfSorted,
  SAMPLES_WANTED,
  samplesForInterval,
  samplesMissing,
  summarizeLatency,
} from './summary.ts';

const samplesOf = (min = 1, max = 200): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min: 1e-4, max: 1e5, noNaN: true }), { minLength: min, maxLength: max });

describe('a latency summary', () => {
  it('matches numpy on a known series', () => {
    // numpy.percentile([1..10], q) and numpy.std(ddof=1)
    const summary = summarizeLatency(Float64Array.of(7, 3, 1, 10, 4, 8, 6, 2, 9, 5));
    expect(summary).toMatchObject({ count: 10, mean: 5.5, min: 1, max: 10, p50: 5.5, p999: null });
    expect(summary?.std).toBeCloseTo(3.0276503540974917, 12);
  });

  it('cares for the order only where it says how sure it is', () => {
    fc.assert(
      fc.property(samplesOf(), fc.infiniteStream(fc.nat()), (samples, keys) => {
        const shuffled = samples
          .map((value) => ({ value, key: keys.next().value as number }))
          .sort((left, right) => left.key - right.key)
          .map(({ value }) => value);
        const unordered = (values: readonly number[]): unknown => ({
          ...summarizeLatency(Float64Array.from(values)),
          effectiveSize: null,
          intervals: {},
        });
        expect(unordered(shuffled)).toEqual(unordered(samples));
      }),
    );
  });

  it('leaves the caller’s samples in their order', () => {
    const samples = Float64Array.of(3, 1, 2);
    summarizeLatency(samples);
    expect([...samples]).toEqual([3, 1, 2]);
  });

  it('agrees with brute force', () => {
    fc.assert(
      fc.property(samplesOf(2), (samples) => {
        const summary = summarizeLatency(Float64Array.from(samples));
        const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
        const variance = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (samples.length - 1);
        expect(summary?.mean).toBeCloseTo(mean, 6);
        expect(Math.abs((summary?.std ?? 0) - Math.sqrt(variance))).toBeLessThan(1e-6 * (1 + mean));
      }),
    );
  });

  it('orders its percentiles and encloses the median', () => {
    fc.assert(
      fc.property(samplesOf(), (samples) => {
        const s = summarizeLatency(Float64Array.from(samples));
        if (s === null) throw new Error('nothing summed up');
        const [low, high] = s.intervals.p50 ?? [s.p50, s.p50];
        const rising = [s.min, low, s.p50, high, s.max];
        expect(rising).toEqual([...rising].sort((left, right) => left - right));
        const tail = [s.p50, s.p90, s.p95, s.p99, s.max].filter((value) => value !== null);
        expect(tail).toEqual([...tail].sort((left, right) => left - right));
      }),
    );
  });

  it('keeps its digits on a large offset', () => {
    const summary = summarizeLatency(Float64Array.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16));
    expect(summary?.std).toBeCloseTo(Math.sqrt(30), 9);
  });

  it('is nothing without samples and flat with one', () => {
    expect(summarizeLatency(new Float64Array(0))).toBeNull();
    expect(summarizeLatency(Float64Array.of(2))).toMatchObject({ std: 0, mad: 0, p50: 2 });
  });

  it('has the median absolute deviation that sorting the deviations gives', () => {
    fc.assert(
      fc.property(samplesOf(), (samples) => {
        const s = summarizeLatency(Float64Array.from(samples));
        const deviations = Float64Array.from(samples, (value) => Math.abs(value - (s?.p50 ?? 0))).sort();
        expect(s?.mad).toBeCloseTo(percentileOfSorted(deviations, 0.5), 9);
      }),
    );
  });

  it('says how many samples an interval still wants', () => {
    const few = summarizeLatency(Float64Array.from({ length: 40 }, (_, index) => 1 + ((index * 7) % 11)));
    if (few === null) throw new Error('nothing summed up');
    expect(few.intervals).toEqual({});
    expect(samplesForInterval('p50', few)).toBeGreaterThanOrEqual(10);
    expect(samplesForInterval('p99', few)).toBeGreaterThanOrEqual(622);
    const many = summarizeLatency(Float64Array.from({ length: 700 }, (_, index) => 1 + ((index * 7) % 11)));
    if (many === null) throw new Error('nothing summed up');
    expect(samplesForInterval('p50', many)).toBe(0);
  });

  it('states p99.9 only on enough samples', () => {
    const enough = new Float64Array(SAMPLES_WANTED.p999).fill(1);
    expect(summarizeLatency(enough)?.p999).toBe(1);
    expect(summarizeLatency(enough.slice(1))?.p999).toBeNull();
    expect(samplesMissing('p99', 600)).toBe(62);
    expect(samplesMissing('p99', 5000)).toBe(0);
  });
});

describe('a percentile', () => {
  it('interpolates between ranks and stays inside', () => {
    const ascending = Float64Array.of(10, 20, 30);
    expect(percentileOfSorted(ascending, 0.25)).toBe(15);
    const ten = Float64Array.from({ length: 10 }, (_, index) => index + 1);
    expect(percentileOfSorted(ten, 0.9)).toBeCloseTo(9.1, 12);
    expect(percentileOfSorted(ten, 0.99)).toBeCloseTo(9.91, 12);
    expect(percentileOfSorted(ascending, -1)).toBe(10);
    expect(percentileOfSorted(ascending, 2)).toBe(30);
    expect(percentileOfSorted(new Float64Array(0), 0.5)).toBeNaN();
  });
});
