import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveHistogram } from './live-histogram.ts';
import { medianIntervalRanks, SAMPLES_WANTED } from './summary.ts';

const samples = fc.array(fc.double({ min: 1e-5, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 400 });

/** The bucket's width is 2^(1/128) − 1 = 0.54 %, and its middle at most half of that away. */
const TOLERANCE = 0.0028;

describe('running percentiles', () => {
  it('are within 0.28 % of the sample at their rank', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const histogram = new LiveHistogram();
        histogram.record(Float64Array.from(values));
        const running = histogram.running();
        const ascending = [...values].sort((left, right) => left - right);
        const last = values.length - 1;
        const wanted: [number | null | undefined, number][] = [
          [running?.p50, Math.floor(last / 2)],
          [running?.p90, Math.floor(last * 0.9)],
        ];
        for (const [shown, rank] of wanted) {
          const exact = ascending[rank] as number;
          expect(Math.abs((shown as number) - exact)).toBeLessThanOrEqual(exact * TOLERANCE);
        }
        expect(running).toMatchObject({
          count: values.length,
          min: ascending[0],
          max: ascending[last],
        });
        expect(running?.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 6);
      }),
    );
  });

  it('have an interval that encloses the exact one, by no more than a bucket', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const histogram = new LiveHistogram();
        histogram.record(Float64Array.from(values));
        const running = histogram.running();
        const ascending = [...values].sort((left, right) => left - right);
        const [low, high] = medianIntervalRanks(values.length).map((rank) => ascending[rank] as number);
        const widerBy = (factor: number): number => Math.log2(factor) * 128;
        const dust = 1e-6;
        const below = widerBy((low as number) / (running?.p50Low as number));
        const above = widerBy((running?.p50High as number) / (high as number));
        for (const buckets of [below, above]) {
          expect(buckets).toBeGreaterThanOrEqual(-dust);
          expect(buckets).toBeLessThanOrEqual(1 + dust);
        }
      }),
    );
  });

  it('do not depend on how the samples were batched', () => {
    fc.assert(
      fc.property(samples, fc.nat(400), (values, cut) => {
        const whole = new LiveHistogram();
        whole.record(Float64Array.from(values));
        const parts = new LiveHistogram();
        parts.record(Float64Array.from(values.slice(0, cut)));
        parts.record(Float64Array.from(values.slice(cut)));
        expect(parts.running()).toEqual(whole.running());
      }),
    );
  });

  it('are nothing before the first sample', () => {
    const histogram = new LiveHistogram();
    expect(histogram.running()).toBeNull();
    histogram.record(new Float64Array(0));
    expect(histogram.running()).toBeNull();
  });

  it('state p99 only on enough samples', () => {
    const histogram = new LiveHistogram();
    histogram.record(new Float64Array(SAMPLES_WANTED.p99 - 1).fill(2));
    expect(histogram.running()?.p99).toBeNull();
    histogram.record(Float64Array.of(2));
    expect(histogram.running()?.p99).toBe(2);
  });

  it('survive zero and absurd latencies', () => {
    const histogram = new LiveHistogram();
    histogram.record(Float64Array.of(0, 1e12));
    expect(histogram.running()).toMatchObject({ count: 2, min: 0, max: 1e12 });
  });

  it('claims no narrower interval than its buckets can tell apart', () => {
    const histogram = new LiveHistogram();
    histogram.record(Float64Array.from({ length: 100_000 }, (_, index) => 1 + (index % 1000) / 1e6));
    histogram.record(Float64Array.of(0.5, 2));
    const running = histogram.running();
    expect(running?.p50Low).toBeLessThan(running?.p50 ?? 0);
    expect(running?.p50High).toBeGreaterThan(running?.p50 ?? Number.POSITIVE_INFINITY);
  });
});
