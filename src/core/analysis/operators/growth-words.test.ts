import { expect, it } from 'vitest';
import { growthWords } from './growth-words.ts';

const growth = (bytesPerIteration: number | null, ci95: readonly [number, number] | null, known = 20) => ({
  inUseBytes: [],
  residentBytes: Array.from({ length: 20 }, (_, index) => (index < known ? 1e6 : null)),
  bytesPerIteration,
  ci95,
});

it('says whether memory grew, by its interval', () => {
  expect(growthWords(growth(512, [-2048, 3072]))).toBe(
    'No growth: −2.00 KiB to 3.00 KiB an iteration (95 %).',
  );
  expect(growthWords(growth(24 * 1024, [23 * 1024, 25 * 1024]))).toMatch(
    /^Memory grew by 24\.0 KiB an iteration \(23\.0 KiB to 25\.0 KiB, 95 %\)/,
  );
  expect(growthWords(growth(24 * 1024, [23 * 1024, 25 * 1024]))).toMatch(/95 %\)\.$/);
  expect(growthWords(growth(1400, [982, 1850]))).toContain('too little to be a leak');
  expect(growthWords(growth(-2048, [-3072, -1024]))).toBe(
    'Memory shrank by 2.00 KiB an iteration (−3.00 KiB to −1.00 KiB, 95 %).',
  );
  expect(growthWords(growth(null, null, 3))).toContain('after 3 iterations');
  expect(growthWords(growth(null, null, 0))).toContain('Nobody told');
});
