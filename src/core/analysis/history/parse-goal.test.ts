import { describe, expect, it } from 'vitest';
import type { HistoryVersion } from '../../../contract/history.ts';
import { parseGoal } from './parse-goal.ts';

const first = { value: 8 } as HistoryVersion;
const lower = { unit: 'ms', better: 'lower', baseline: null, versions: [first] } as const;

describe('a goal', () => {
  it('is a value in a unit of the metric', () => {
    expect(parseGoal('4', lower)).toEqual({ kind: 'goal', value: 4 });
    expect(parseGoal(' 500 µs ', lower)).toEqual({ kind: 'goal', value: 0.5 });
    expect(parseGoal('1,5s', lower)).toEqual({ kind: 'goal', value: 1500 });
    expect(parseGoal('2 GiB', { ...lower, unit: 'bytes' })).toEqual({ kind: 'goal', value: 2 ** 31 });
    expect(parseGoal('900 /s', { ...lower, unit: 'per-second' })).toEqual({ kind: 'goal', value: 900 });
  });

  it('is so many times better than the baseline, else the first version, whichever way is better', () => {
    expect(parseGoal('2x', lower)).toEqual({ kind: 'goal', value: 4 });
    expect(parseGoal('2×', { ...lower, better: 'higher' })).toEqual({ kind: 'goal', value: 16 });
    const baseline = { name: 'main', runId: 'r', value: 10 };
    expect(parseGoal('2x', { ...lower, baseline })).toEqual({ kind: 'goal', value: 5 });
    expect(parseGoal('2x', { ...lower, versions: [] })).toMatchObject({ kind: 'wrong' });
  });

  it('says what is wrong with all else', () => {
    expect(parseGoal('', lower)).toEqual({ kind: 'empty' });
    expect(parseGoal('0', lower)).toMatchObject({ kind: 'wrong' });
    expect(parseGoal('fast', lower)).toMatchObject({ kind: 'wrong' });
    expect(parseGoal('4 MiB', lower)).toEqual({
      kind: 'wrong',
      problem: 'Units are ns, us, µs, ms, s, min, or x for a factor.',
    });
  });
});
