import { expect, it } from 'vitest';
import { parseSizes } from './size-list.ts';

it('takes numbers and ranges that double, each once', () => {
  expect(parseSizes('1..16')).toEqual([1, 2, 4, 8, 16]);
  expect(parseSizes(' 3..20, 24 6')).toEqual([3, 6, 12, 24]);
});

it.each(['', 'x', '0', '8..2', '1..', '-1', '1.5'])('takes "%s" for no list', (text) => {
  expect(parseSizes(text)).toBeNull();
});
