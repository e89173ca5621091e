import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

it('doubles from a quarter of a second up to eight seconds', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 1000].map((attempt) => backoffMs(attempt, 0));
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
});

it('spreads pages that lost the same core', () => {
  expect(backoffMs(3, 1)).toBe(1250);
});
