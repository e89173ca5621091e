import type { Milliseconds } from '../contract/units.ts';

const READINGS = 5;

/**
 * Both clocks count the kernel's monotonic time, and differ by when this thread began: found out once, and the
 * bigint that process.hrtime makes is left out of every later reading.
 */
const offsetMs = measureOffset();

/** The kernel's monotonic clock: the same for all processes of a machine, unlike performance.now(). */
export function kernelNow(): Milliseconds {
  return performance.now() + offsetMs;
}

/** Between the two readings that were taken closest together. */
function measureOffset(): Milliseconds {
  let best = { spread: Number.POSITIVE_INFINITY, offset: 0 };
  for (let reading = 0; reading < READINGS; reading += 1) {
    const before = performance.now();
    const kernel = Number(process.hrtime.bigint()) / 1e6;
    const after = performance.now();
    if (after - before < best.spread)
      best = { spread: after - before, offset: kernel - (before + after) / 2 };
  }
  return best.offset;
}
