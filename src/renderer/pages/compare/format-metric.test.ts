import { describe, expect, it } from 'vitest';
import type { ComparedMetric } from '../../../contract/side-by-side.ts';
import { formatInterval, intervalWords, ratioWords } from './format-metric.ts';

const NOISE = 0.03;

function words(ratio: number | null, change: Partial<ComparedMetric> = {}, noise = NOISE) {
  const row = {
    id: 'p50',
    better: 'lower',
    values: [4, 2],
    ratios: [1, ratio],
    intervals: [null, null],
    ...change,
  } as const;
  return ratioWords(row, 1, noise);
}

describe('a ratio to the reference', () => {
  it('follows which way is good', () => {
    expect(words(0.5)).toEqual({ tone: 'better', ratio: '0.500×', word: 'better' });
    expect(words(0.5, { better: 'higher' }).word).toBe('worse');
    expect(words(0.5, { better: 'neither' })).toMatchObject({ tone: 'neutral', word: '' });
  });

  it('calls the same what two runs of one model differ by, from either side', () => {
    for (const ratio of [1.03, 1 / 1.03, 1]) expect(words(ratio).tone).toBe('same');
    for (const ratio of [1.04, 1 / 1.04]) expect(words(ratio).tone).not.toBe('same');
    expect(words(1.04, { values: [4, 4.16], intervals: [[3.8, 4.1], null] }).tone).toBe('same');
    expect(words(1.04, {}, 0.08)).toMatchObject({ tone: 'same', word: 'within 8 %' });
  });

  it('asks for more where a value rests on one event', () => {
    expect(words(1.15, { id: 'loadMs' }).word).toBe('within 20 %');
    expect(words(1.5, { id: 'loadMs' }).word).toBe('worse');
  });

  it('says nothing where a side is missing', () => {
    expect(words(null, { values: [4, null] })).toEqual({ tone: 'neutral', ratio: '—', word: '' });
    expect(words(null, { values: ['cpu', 'cuda'] }).word).toBe('differs');
  });
});

describe('an interval beside its value', () => {
  it('shows its wider half', () => {
    expect(formatInterval({ p50: 10, intervals: { p50: [9.9, 10.5] } })).toBe('±5.0 %');
    expect(intervalWords(10, [10, 10.001])).toBe('±<0.1 %');
    expect(intervalWords(10, null)).toBe('');
  });
});
