import { describe, expect, it } from 'vitest';
import type { MetricDifference } from '../../../contract/comparison.ts';
import type { LatencySummary } from '../../../contract/latency.ts';
import { formatInterval, verdictOf } from './format-metric.ts';

function difference(change: Partial<MetricDifference>): MetricDifference {
  return { id: 'p50', label: 'p50', unit: 'ms', a: 4, b: 2, ratio: 0.5, better: 'lower', ...change };
}

describe('a verdict on one metric', () => {
  it('follows which way is good', () => {
    expect(verdictOf(difference({}))).toEqual({ tone: 'better', ratio: '0.500×', word: 'better' });
    expect(verdictOf(difference({ better: 'higher' })).word).toBe('worse');
    expect(verdictOf(difference({ better: 'neither' }))).toMatchObject({ tone: 'neutral', word: '' });
  });

  it('calls within 3 % the same, from either side', () => {
    for (const ratio of [1.03, 1 / 1.03, 1]) expect(verdictOf(difference({ ratio })).tone).toBe('same');
    for (const ratio of [1.04, 1 / 1.04]) expect(verdictOf(difference({ ratio })).tone).not.toBe('same');
  });

  it('asks for more where a value rests on one event', () => {
    expect(verdictOf(difference({ id: 'loadMs', ratio: 1.15 })).word).toBe('within 20 %');
    expect(verdictOf(difference({ id: 'loadMs', ratio: 1.5 })).word).toBe('worse');
  });

  it('says nothing where a side is missing', () => {
    expect(verdictOf(difference({ b: null, ratio: null }))).toEqual({
      tone: 'neutral',
      ratio: '—',
      word: '',
    });
  });
});

describe('values of a comparison', () => {
  it('show the wider half of the interval', () => {
    const latency = (p50Low: number, p50High: number) =>
      ({ p50: 10, intervals: { p50: [p50Low, p50High] } }) as unknown as LatencySummary;
    expect(formatInterval(latency(9.9, 10.5))).toBe('±5.0 %');
    expect(formatInterval(latency(10, 10.001))).toBe('±<0.1 %');
  });
});
