import { setImmediate as turn } from 'node:timers/promises';

/** Everybody else has his turn after so long. */
const SLICE_MS = 6;

/** Does something to all, so many at a time, and lets go of the thread wherever that has taken long enough. */
export async function inSlices<Item>(
  items: readonly Item[],
  size: number,
  action: (slice: readonly Item[]) => void,
): Promise<void> {
  let since = performance.now();
  for (let from = 0; from < items.length; from += size) {
    if (performance.now() - since > SLICE_MS) {
      await turn();
      since = performance.now();
    }
    action(items.slice(from, from + size));
  }
}
