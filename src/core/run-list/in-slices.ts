import { setImmediate as turn } from 'node:timers/promises';

/** Now and then SQLite works its log into the file behind a slice, which takes some 8 ms more. */
const SLICE_MS = 3;
const FIRST = 10;
const MOST = 2000;

/**
 * Does something to all, in slices that take about as long as each other: how many fit is learned from the last one,
 * and never grows by more than twice, so that a first quick slice does not lead to a long one.
 */
export async function inSlices<Item>(
  items: readonly Item[],
  action: (slice: readonly Item[]) => void,
): Promise<void> {
  let size = FIRST;
  for (let from = 0; from < items.length;) {
    if (from > 0) await turn();
    const slice = items.slice(from, from + size);
    const began = performance.now();
    action(slice);
    from += slice.length;
    size = nextSize(size, performance.now() - began);
  }
}

export function nextSize(size: number, tookMs: number): number {
  const fitting = tookMs > 0 ? Math.floor((size * SLICE_MS) / tookMs) : MOST;
  return Math.max(1, Math.min(fitting, 2 * size, MOST));
}
