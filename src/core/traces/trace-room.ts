import type { StoredIndex } from './trace-shelf.ts';

/** What indexes may take on the disk: they can all be made again. */
export const MOST_INDEX_BYTES = 20 * 1024 ** 3;

/**
 * Which indexes give way so that the rest fits: the longest unused first, those with notes after all others, and none
 * that is kept open.
 */
export function indexesToRemove(
  stored: readonly StoredIndex[],
  isOpen: (id: string) => boolean,
  mostBytes = MOST_INDEX_BYTES,
): readonly string[] {
  let bytes = stored.reduce((sum, { info }) => sum + info.indexBytes, 0);
  const candidates = stored
    .filter(({ info }) => !isOpen(info.id))
    .toSorted((a, b) => Number(a.hasNotes) - Number(b.hasNotes) || a.usedAtMs - b.usedAtMs);
  const removed: string[] = [];
  for (const { info } of candidates) {
    if (bytes <= mostBytes) break;
    removed.push(info.id);
    bytes -= info.indexBytes;
  }
  return removed;
}
