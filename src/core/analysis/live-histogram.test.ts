import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveHistogram } from './live-histogram.ts';
import { medianInterval } from './intervals.ts';
import { autoregressive, normalFrom, randomFrom } from './simulated-series.test-support.ts';
import { SAMPLES_WANTED } from './summary.ts';

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
        expect(running?.p90 === null).toBe(values.length < SAMPLES_WANTED.p90);
        for (const [shown, rank] of wanted) {
          if (shown === null) continue;
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

  it.each([0, 0.5, 0.8])('have an interval that covers the median, at a correlation of %f', (phi) => {
    const normal = normalFrom(randomFrom(2020));
    const series = 200;
    let covered = 0;
    let exact = 0;
    for (let index = 0; index < series; index += 1) {
      const latencies = autoregressive(1000, phi, normal).map((value) => 10 + value);
      const histogram = new LiveHistogram();
      histogram.record(latencies);
      const { p50Low, p50High } = histogram.running() ?? { p50Low: null, p50High: null };
      if (p50Low === null || p50High === null) throw new Error('no interval');
      if (p50Low <= 10 && p50High >= 10) covered += 1;
      const [low, high] = medianInterval(latencies) ?? [10, 10];
      exact += (high - low) / (p50High - p50Low) / series;
    }
    // Four standard errors about 95 %, and buckets of 0.5 % on top.
    expect(covered / series).toBeGreaterThan(0.89);
    expect(covered / series).toBeLessThan(1);
    expect(exact).toBeGreaterThan(0.5);
    expect(exact).toBeLessThan(1.5);
  });

  it('have no interval on few samples, nor on many that say the same', () => {
    const few = new LiveHistogram();
    few.record(Float64Array.from({ length: 49 }, (_, index) => 1 + (index % 7)));
    expect(few.running()).toMatchObject({ p50Low: null, p50High: null });
    const alike = new LiveHistogram();
    alike.record(autoregressive(400, 0.98, normalFrom(randomFrom(5))).map((value) => 10 + value));
    expect(alike.running()).toMatchObject({ p50Low: null, p50High: null });
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
