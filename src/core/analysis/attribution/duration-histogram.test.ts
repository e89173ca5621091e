import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DurationHistogram } from './duration-histogram.ts';

function histogramOf(values: readonly number[]): DurationHistogram {
  const histogram = new DurationHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

it('gives the mean, within the width of a bucket', () => {
  const durations = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(durations, (values) => {
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const typical = histogramOf(values).typical();
      expect(typical).toBeGreaterThanOrEqual(0.96 * low - 1);
      expect(typical).toBeLessThanOrEqual(1.04 * high + 1);
    }),
  );
  for (const value of [0, 1, 63, 64, 65, 1000, 123_456, 2 ** 31])
    expect(Math.abs(histogramOf([value, value, value]).typical() - value)).toBeLessThanOrEqual(0.017 * value);
});

it('minds no few that were interrupted', () => {
  const calm = Array.from({ length: 100 }, (_, index) => 40 + (index % 5));
  expect(histogramOf(calm).typical()).toBe(42);
  expect(histogramOf([...calm, 90_000, 12_000, 40_000]).typical()).toBe(42);
  expect(histogramOf([...calm, 90_000]).clip(90_000)).toBeLessThan(70);
});

it('keeps both of two modes', () => {
  const values = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 10 : 50));
  expect(histogramOf(values).typical()).toBe(30);
});

it('is empty at first', () => {
  expect(histogramOf([]).typical()).toBe(0);
});
