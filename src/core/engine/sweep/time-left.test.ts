import { expect, it } from 'vitest';
import type { SweepCell } from '../../../contract/sweep.ts';
import { timeLeft } from './time-left.ts';

const cells = (...states: readonly (readonly [SweepCell['state'], number | null])[]): SweepCell[] =>
  states.map(([state, estimateMs], index) => ({ index, state, estimateMs }) as SweepCell);

it('adds up the estimates of what is ahead, and nothing of what is skipped', () => {
  expect(timeLeft(cells(['running', 100], ['waiting', 50], ['skipped', 9e9]), new Map())).toBe(150);
});

it('learns from how long the cells behind took', () => {
  const sweep = cells(['done', 100], ['done', 100], ['waiting', 300]);
  expect(
    timeLeft(
      sweep,
      new Map([
        [0, 150],
        [1, 250],
      ]),
    ),
  ).toBe(600);
});

it('takes a cell without an estimate for an average one, and says nothing before there is one', () => {
  const sweep = cells(['done', null], ['waiting', null]);
  expect(timeLeft(sweep, new Map([[0, 80]]))).toBe(80);
  expect(timeLeft(sweep, new Map())).toBeNull();
});

it('is nothing at the end', () => {
  expect(timeLeft(cells(['done', 100]), new Map([[0, 100]]))).toBe(0);
});
