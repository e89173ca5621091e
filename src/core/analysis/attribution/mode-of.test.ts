import fc from 'fast-check';
import { expect, it } from 'vitest';
import { modeOf } from './mode-of.ts';

it('is the median of few values, and none of none', () => {
  expect(modeOf([3, 1, 2])).toBe(2);
  expect(modeOf([])).toBeNaN();
});

it('finds what was not interrupted, even where most of it was', () => {
  const calm = Array.from({ length: 40 }, (_, index) => 300 + (index % 7));
  const interrupted = Array.from({ length: 50 }, (_, index) => 400 + 37 * index);
  expect(modeOf([...interrupted, ...calm])).toBeGreaterThan(299);
  expect(modeOf([...interrupted, ...calm])).toBeLessThan(308);
});

it('lies among the values, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
      const mode = modeOf(values);
      expect(mode).toBeGreaterThanOrEqual(Math.min(...values));
      expect(mode).toBeLessThanOrEqual(Math.max(...values));
      expect(modeOf(values.toReversed())).toBe(mode);
    }),
  );
});
