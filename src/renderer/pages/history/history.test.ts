import { describe, expect, it } from 'vitest';
import type { History, HistoryPoints } from '../../../contract/history.ts';
import { changeWords, commitWords, fromTo, goalWords, runsToCompare } from './history-words.ts';
import { parseGoal } from '../../../core/analysis/history/parse-goal.ts';

const lower = { unit: 'ms', better: 'lower', last: 8 } as const;

describe('a goal', () => {
  it('is a value in a unit of the metric', () => {
    expect(parseGoal('4', lower)).toEqual({ kind: 'goal', value: 4 });
    expect(parseGoal(' 500 µs ', lower)).toEqual({ kind: 'goal', value: 0.5 });
    expect(parseGoal('1,5s', lower)).toEqual({ kind: 'goal', value: 1500 });
    expect(parseGoal('2 GiB', { ...lower, unit: 'bytes' })).toEqual({ kind: 'goal', value: 2 ** 31 });
    expect(parseGoal('900 /s', { ...lower, unit: 'per-second' })).toEqual({ kind: 'goal', value: 900 });
  });

  it('is so many times better than the last value, whichever way is better', () => {
    expect(parseGoal('2x', lower)).toEqual({ kind: 'goal', value: 4 });
    expect(parseGoal('2×', { ...lower, better: 'higher' })).toEqual({ kind: 'goal', value: 16 });
    expect(parseGoal('2x', { ...lower, last: null })).toMatchObject({ kind: 'wrong' });
  });

  it('says what is wrong with all else', () => {
    expect(parseGoal('', lower)).toEqual({ kind: 'empty' });
    expect(parseGoal('0', lower)).toMatchObject({ kind: 'wrong' });
    expect(parseGoal('fast', lower)).toMatchObject({ kind: 'wrong' });
    expect(parseGoal('4 MiB', lower)).toEqual({ kind: 'wrong', problem: 'Units are ns, us, µs, ms, s.' });
  });

  it('is so far away', () => {
    expect(goalWords(4, 8, 'lower')).toBe('2.00× to go');
    expect(goalWords(4, 3, 'lower')).toBe('reached');
    expect(goalWords(4, 2, 'higher')).toBe('2.00× to go');
    expect(goalWords(4, undefined, 'lower')).toBe('');
  });
});

describe('a change in words', () => {
  it('has both values, the share and its interval', () => {
    const change = {
      from: 245,
      to: 180,
      ratio: 180 / 245,
      ratioCi95: [0.7, 0.77],
      verdict: 'better',
    } as const;
    expect(fromTo(change, 'ms')).toBe('245 ms → 180 ms');
    expect(changeWords(change)).toEqual({ share: '−27 %', interval: '−30 % to −23 %' });
    expect(changeWords({ ...change, ratioCi95: null }).interval).toBe('');
  });

  it('names its commit, and that the folder held more', () => {
    expect(commitWords({ commit: null, isCommitDirty: false })).toBe('—');
    expect(commitWords({ commit: '0123456789abcdef', isCommitDirty: true })).toBe('01234567 (changed)');
  });

  it('leads to the last runs of both versions', () => {
    const points = {
      runIds: ['a', 'b', 'c', 'd'],
      version: Uint32Array.of(0, 1, 0, 1),
    } as unknown as HistoryPoints;
    expect(runsToCompare({ points } as History, 1)).toEqual(['c', 'd']);
    expect(runsToCompare({ points } as History, 0)).toBeNull();
  });
});
