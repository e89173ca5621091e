import type { Milliseconds } from '../contract/units.ts';

/** Timers of the event loop count whole milliseconds, and may come one late: they are set so much early. */
const EARLY_MS = 1.5;
/** Below, sleeping costs more than it gains. */
const SHORTEST_MS = 0.02;

const bed = new Int32Array(new SharedArrayBuffer(4));

/**
 * Calls back at a time of the given clock, some hundredths of a millisecond late: the event loop's timer wakes a
 * little early, and the kernel lets the thread sleep through the rest. Nothing spins.
 */
export function callAt(now: () => Milliseconds, timeMs: Milliseconds, then: () => void): () => void {
  const timer = setTimeout(
    () => {
      const left = timeMs - now();
      if (left > SHORTEST_MS) Atomics.wait(bed, 0, 0, left);
      then();
    },
    Math.max(0, timeMs - now() - EARLY_MS),
  );
  return () => clearTimeout(timer);
}
