import { describe, expect, it } from 'vitest';
import type { GenerationResult } from '../../contract/generation.ts';
import { generationSentence } from './generation-sentence.ts';
import { generationTimes } from './generation-times.ts';

const SIZE = { promptTokens: 10, batch: 2 };

describe('the times of generations', () => {
  it('keep prefill and decode apart, and the median of each place', () => {
    const times = generationTimes(
      [
        [20, 2, 4],
        [30, 3, 5],
        [40, 10, 6],
      ],
      SIZE,
    );
    expect(times).toMatchObject({
      repeats: 3,
      totalMs: 120,
      byPlaceMs: [30, 3, 5],
      firstTokenMs: { p50: 30 },
      perTokenMs: { count: 6, mean: 5 },
      decodeTokensPerSecond: 400,
      tokensPerSecond: 150,
    });
    expect(times?.prefillTokensPerSecond).toBeCloseTo(20_000 / 30, 9);
  });

  it('have no decode where one token was asked for, and are nothing without a whole text', () => {
    expect(generationTimes([[20]], SIZE)).toMatchObject({ perTokenMs: null, decodeTokensPerSecond: null });
    expect(generationTimes([], SIZE)).toBeNull();
  });
});

describe('the sentence', () => {
  const result = (withCache: readonly number[] | null, withoutCache: readonly number[] | null) =>
    ({
      withCache: withCache && generationTimes([withCache], SIZE),
      withoutCache: withoutCache && generationTimes([withoutCache], SIZE),
    }) as GenerationResult;

  it('compares with and without the cache', () => {
    expect(generationSentence(result([12, 2, 2], [12, 12, 13]))).toBe(
      'With the cache a token takes 2.00 ms, 6.25× less than without; first token 12.0 ms.',
    );
    expect(generationSentence(result([12, 4, 4], [12, 2, 2]))).toContain('2.00× more than without');
  });

  it('says the one that ran, and none where none did', () => {
    expect(generationSentence(result(null, [12, 2]))).toBe(
      'Without a cache a token takes 2.00 ms; first token 12.0 ms.',
    );
    expect(generationSentence(result([12], null))).toBe('One token was asked for: first token 12.0 ms.');
    expect(generationSentence(result(null, null))).toBe('No text was written to its end.');
  });
});
