import { describe, expect, it } from 'vitest';
import type { History, HistoryPoints } from '../../../contract/history.ts';
import { changeWords, commitWords, fromTo, runsToCompare } from './history-words.ts';

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
