import { describe, expect, it } from 'vitest';
import { traceInfo } from './importer.fixture.ts';
import { indexesToRemove } from './trace-room.ts';

const index = (id: string, usedAtMs: number, hasNotes = false) => ({
  info: traceInfo({ id, path: '/t' }, { indexBytes: 100 }),
  usedAtMs,
  hasNotes,
});
const none = (): boolean => false;

describe('room for indexes', () => {
  it('is made by the longest unused, those with notes last', () => {
    const stored = [index('noted', 1, true), index('new', 9), index('old', 2), index('middle', 5)];
    expect(indexesToRemove(stored, none, 400)).toEqual([]);
    expect(indexesToRemove(stored, none, 399)).toEqual(['old']);
    expect(indexesToRemove(stored, none, 150)).toEqual(['old', 'middle', 'new']);
    expect(indexesToRemove(stored, none, 0)).toEqual(['old', 'middle', 'new', 'noted']);
  });

  it('is not made by what is open', () => {
    expect(indexesToRemove([index('a', 1), index('b', 2)], (id) => id === 'a', 0)).toEqual(['b']);
  });
});
