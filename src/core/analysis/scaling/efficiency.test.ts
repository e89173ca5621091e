import { expect, it } from 'vitest';
import { scalingEfficiency } from './efficiency.ts';

const efficiency = (points: readonly (readonly [number, number])[]) =>
  scalingEfficiency({ variable: 'batch', at: 'cpu', points: points.map(([x, y]) => ({ x, y })) });

it('holds each size against the smallest, in items a second', () => {
  const found = efficiency([
    [16, 5],
    [1, 1],
    [4, 2],
  ]);
  expect(found?.points).toEqual([
    { x: 1, itemsPerSecond: 1000, ratio: 1 },
    { x: 4, itemsPerSecond: 2000, ratio: 2 },
    { x: 16, itemsPerSecond: 3200, ratio: 3.2 },
  ]);
  expect(found?.words).toBe('batch 16 does 3.20× the samples/s of batch 1');
});

it('says so where larger is no better', () => {
  const words = efficiency([
    [1, 1],
    [4, 5],
  ])?.words;
  expect(words).toBe('batch 1 does the most samples/s: larger ones do no more');
});

it('has nothing to say about one size', () => {
  expect(efficiency([[4, 5]])).toBeNull();
  expect(
    efficiency([
      [4, 5],
      [4, 6],
    ]),
  ).toBeNull();
});
