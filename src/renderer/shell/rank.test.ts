import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rank } from './rank.ts';

describe('what the palette offers first', () => {
  it('is the entry that has the words, not one that has their letters', () => {
    expect(rank('run needle encoder-tiny', 'needle')).toBeGreaterThan(0);
    expect(rank('Do Open a model file', 'needle')).toBe(0);
  });

  it('prefers beginnings of words, and early ones', () => {
    expect(rank('Go to Runs', 'run')).toBeGreaterThan(rank('Do Rerun', 'run'));
    expect(rank('model cnn-tiny', 'cnn')).toBeGreaterThan(rank('run nightly of the cnn', 'cnn'));
  });

  it('wants every word, in any order and case', () => {
    expect(rank('model encoder-tiny demo:encoder-tiny', 'TINY enc')).toBeGreaterThan(0);
    expect(rank('model encoder-tiny', 'tiny decoder')).toBe(0);
  });

  it('takes whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (entry, typed) => {
        const score = rank(entry, typed);
        expect(score >= 0 && score <= 1).toBe(true);
      }),
    );
  });
});
