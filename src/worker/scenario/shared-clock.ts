import type { Milliseconds } from '../../contract/units.ts';

/**
 * Milliseconds on one clock for all threads of the process: each thread's performance.now() begins at that thread's
 * own start, the kernel's monotonic clock does not. The distance is read between two looks, the closest of a few.
 */
export function sharedClock(): () => Milliseconds {
  let closest = Number.POSITIVE_INFINITY;
  let offset = 0;
  for (let round = 0; round < 16; round += 1) {
    const before = performance.now();
    const kernel = Number(process.hrtime.bigint()) / 1e6;
    const after = performance.now();
    if (after - before >= closest) continue;
    closest = after - before;
    offset = kernel - (before + after) / 2;
  }
  return () => performance.now() + offset;
}
