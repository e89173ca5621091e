import { describe, expect, it } from 'vitest';
import { highestPeak } from './highest-peak.ts';
import { coldCacheWords, formatFlops, stopWords, warmupWords, workWords } from './run-words.ts';
import { stopRuleOf } from './stop-rule.ts';

describe('words about a run', () => {
  it('say how the warm-up ended', () => {
    const report = {
      iterations: 1240,
      durationMs: 210,
      steady: true,
      endedBy: 'steady',
      transient: 30,
    } as const;
    expect(warmupWords(report)).toBe('1 240 iterations, 210 ms (steady)');
    expect(warmupWords({ ...report, iterations: 1, steady: false, endedBy: 'cap' })).toBe(
      '1 iteration, 210 ms (time was up: too few to tell whether steady)',
    );
    expect(warmupWords({ ...report, steady: false, endedBy: 'cap' })).toBe(
      '1 240 iterations, 210 ms (cap reached: not found steady)',
    );
    expect(warmupWords({ ...report, endedBy: 'fixed' })).toBe(
      '1 240 iterations, 210 ms (as many as asked for)',
    );
  });

  it('say what ended the measuring, unless it was the count that was asked for', () => {
    expect(stopWords('iterations', { precision: null })).toBe('');
    expect(stopWords('duration', { precision: null })).toBe('time budget used');
    expect(stopWords('precision', { precision: 0.01 })).toBe('p50 within ±1.00 %');
    expect(stopWords('duration', { precision: 0.005 })).toBe(
      'time budget used before p50 was within ±0.500 %',
    );
    expect(stopWords('iterations', { precision: 0.02 })).toContain('before p50 was within');
    expect(stopWords(null, { precision: null })).toBe('');
  });

  it('count the work of an iteration, and what of it is done in a second', () => {
    expect(workWords({ flops: 8_178_368_512, flopsPerSecond: 123e9 })).toBe(
      '8.18 GFLOP an iteration · 123 GFLOP/s',
    );
    expect(workWords({ flops: 500, flopsPerSecond: null })).toBe('500 FLOP an iteration');
    expect(formatFlops(null)).toBe('—');
  });

  it('state what a cold cache cost', () => {
    expect(coldCacheWords(64 * 2 ** 20)).toBe('64.0 MiB overwritten before each iteration');
  });
});

describe('what ended a loop', () => {
  const end = { count: 10, stopAsked: false, isPrecise: false, most: 100 };

  it('is what was reached first', () => {
    expect(stopRuleOf({ iterations: 10 }, end)).toBe('iterations');
    expect(stopRuleOf({ iterations: 20 }, end)).toBe('duration');
    expect(stopRuleOf({ iterations: null }, { ...end, count: 100 })).toBe('limit');
    expect(stopRuleOf({ iterations: 20 }, { ...end, stopAsked: true })).toBe('stopped');
    expect(stopRuleOf({ iterations: 10 }, { ...end, stopAsked: true })).toBe('iterations');
    expect(stopRuleOf({ iterations: null }, { ...end, isPrecise: true })).toBe('precision');
  });

  it('is nothing where nothing was measured', () => {
    expect(stopRuleOf({ iterations: 10 }, { ...end, count: 0, stopAsked: true })).toBeNull();
  });
});

describe('the highest peak', () => {
  it('is over the phases that were measured', () => {
    expect(highestPeak({ load: 5, firstRun: 9, warmup: null, measuring: 7 })).toBe(9);
    expect(highestPeak({ load: null, firstRun: null, warmup: null, measuring: null })).toBeNull();
  });
});
