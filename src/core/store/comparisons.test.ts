import { describe, expect, it } from 'vitest';
import type { AbComparison } from '../../contract/ab.ts';
import { codeOf, emptyFolder, open } from './store.fixture.ts';

const HERE = { pid: process.pid, startedAt: '' };
const GONE = { pid: 2 ** 30, startedAt: 'another boot:1' };

function comparison(id: string, change: Partial<AbComparison> = {}): AbComparison {
  const side = { model: { kind: 'demo', location: 'demo:mlp-tiny' } } as const;
  return {
    id,
    name: '',
    tags: [],
    status: 'running',
    request: { a: side, b: { ...side, threads: 2 } },
    aRunId: 'a',
    bRunId: 'b',
    createdAt: 1,
    endedAt: null,
    pairs: [],
    lostPairs: 0,
    resolution: 0,
    answer: null,
    agreement: null,
    cautions: ['Ünlike'],
    error: null,
    deletedAt: null,
    ...change,
  };
}

describe('tested comparisons', () => {
  it('come back as they went in, with what changed', () => {
    const store = open(emptyFolder());
    store.insertComparison(comparison('c1'), HERE);
    const pair = { index: 0, first: 'b', aMs: [1 / 3, 0.1], bMs: [1, 2], ratio: 0.1 + 0.2 } as const;
    store.updateComparison('c1', { pairs: [pair], status: 'done' });
    expect(store.getComparison('c1')).toEqual(comparison('c1', { pairs: [pair], status: 'done' }));
    expect(store.getComparison('c2')).toBeNull();
    expect(codeOf(() => store.updateComparison('c2', {}))).toBe('COMPARISON_NOT_FOUND');
  });

  it('are named by id, its beginning, or as the last', () => {
    const store = open(emptyFolder());
    store.insertComparison(comparison('abc1', { createdAt: 1 }), HERE);
    store.insertComparison(comparison('abd2', { createdAt: 2 }), HERE);
    expect(store.resolveComparison('last').id).toBe('abd2');
    expect(store.resolveComparison(' ABC ').id).toBe('abc1');
    expect(store.listComparisons().map(({ id }) => id)).toEqual(['abd2', 'abc1']);
    for (const wrong of ['ab', '', 'x', 'abc12'])
      expect(codeOf(() => store.resolveComparison(wrong))).toBe('COMPARISON_NOT_FOUND');
  });

  it('are orphans when their program is gone in the middle', () => {
    const store = open(emptyFolder());
    store.insertComparison(comparison('here'), HERE);
    store.insertComparison(comparison('gone'), GONE);
    store.insertComparison(comparison('over', { status: 'done' }), GONE);
    expect(store.orphanedComparisons().map(({ id }) => id)).toEqual(['gone']);
  });
});
