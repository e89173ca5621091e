import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../core/analysis/run-list/facts.test-support.ts';
import { cutText } from './cut-text.ts';
import { moveColumn } from './move-column.ts';
import { editWords } from './run-edits.ts';
import { findTags, tagStates } from './tag-choice.ts';

describe('the choice of tags', () => {
  const table = tableOf({
    a: { tags: ['release', 'Nightly'] },
    b: { tags: ['Nightly'] },
    c: { tags: ['last-night', '<i>', 'release', 'old'] },
    d: { tags: ['old'] },
    e: { tags: ['old'] },
  });

  it('has those of the selected runs first, with how many of them have each', () => {
    expect(
      tagStates(table, ['a', 'b', 'gone']).map(({ tag, runs, chosen }) => `${tag} ${runs} ${chosen}`),
    ).toEqual(['Nightly 2 2', 'release 2 1', 'old 3 0', '<i> 1 0', 'last-night 1 0']);
  });

  it('finds what begins so before what holds it', () => {
    expect(findTags(tagStates(table, []), 'night').map(({ tag }) => tag)).toEqual(['Nightly', 'last-night']);
  });
});

describe('columns', () => {
  it('move to a place and no further than the end', () => {
    expect(moveColumn(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    expect(moveColumn(['a', 'b', 'c'], 'b', 9)).toEqual(['a', 'c', 'b']);
    expect(moveColumn(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
    expect(moveColumn(['a'], 'x', 0)).toEqual(['a']);
  });
});

describe('words', () => {
  it('say what was done to how many', () => {
    expect(editWords({ archived: true }, 12)).toBe('Archived 12 runs');
    expect(editWords({ pinned: false }, 1)).toBe('Unpinned one run');
    expect(editWords({ addTags: ['a'], removeTags: ['b'] }, 2)).toBe('Tagged and untagged 2 runs');
  });

  it('are cut where they are longer than any cell, never within a character', () => {
    expect(cutText('x'.repeat(1e6))).toHaveLength(201);
    expect(cutText(`${'x'.repeat(199)}😀😀`)).toBe(`${'x'.repeat(199)}…`);
    expect(cutText('short')).toBe('short');
  });
});
