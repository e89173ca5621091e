import type { Milliseconds } from '../contract/units.ts';

/** The kernel's monotonic clock: the same for all processes of a machine, unlike performance.now(). */
export function kernelNow(): Milliseconds {
  return Number(process.hrtime.bigint()) / 1e6;
}
