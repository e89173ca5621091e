import { describe, expect, it } from 'vitest';
import type { OutputReference } from '../../contract/outputs.ts';
import { hitRatesOf, referenceSentence } from './reference-words.ts';

const DISK: OutputReference = {
  from: 'disk',
  at: Date.UTC(2026, 2, 14, 9, 41),
  drift: 0,
  levels: [
    { level: 'memory', hits: 0, asked: 0 },
    { level: 'disk', hits: 1, asked: 3 },
  ],
};

describe('the words for a reference', () => {
  it('say where it came from, and whether A still computes it', () => {
    expect(referenceSentence(DISK)).toBe(
      'A’s are those of 2026-03-14 09:41 UTC, from the disk; A still computes them.',
    );
    expect(referenceSentence({ ...DISK, drift: 0.5 })).toContain('A itself is up to 0.500 off them now.');
    expect(referenceSentence({ ...DISK, from: 'this comparison', drift: null })).toContain('computed here');
  });

  it('give a level that was never asked no rate', () => {
    expect(hitRatesOf(DISK)).toBe('memory 0 of 0, disk 1 of 3 (33 %)');
  });
});
