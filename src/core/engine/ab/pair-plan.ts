import type { RunConfig } from '../../../contract/run.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import type { SliceLimits } from '../../../contract/worker-api.ts';

export type Side = 'a' | 'b';
export const SIDES = ['a', 'b'] as const;
export const otherSide = (side: Side): Side => (side === 'a' ? 'b' : 'a');

/**
 * Something else on the machine now and then slows one slice by a fifth: of four short ones the middle two are
 * believed, where of two long ones the mean would be. An iteration that is long leaves no room for four.
 */
const SHORT_SLICE_MS = 30;
const SHORT_BELOW_MS = 6;
const SLICE_MS = 60;
const LEAST_ITERATIONS = 5;
/** From here on one iteration is a slice; from SLICE_MS on it is two. */
const ALONE_FROM_MS = 1000;

/** Enough for a small model's code to be compiled; each pair pays for it, so it is short. */
export const SIDE_WARMUP: Pick<RunConfig, 'warmup' | 'warmupCap'> = {
  warmup: 1,
  warmupCap: { iterations: 100_000, durationMs: 200 },
};

/**
 * A B B A: whatever grows steadily inside a pair falls on both sides alike. Short slices go on B A A B, by which what
 * bends falls on both sides alike as well (the sequence of Thue and Morse).
 */
export function sliceOrder(first: Side, limits: readonly SliceLimits[]): readonly Side[] {
  const second = otherSide(first);
  const once = [first, second, second, first];
  const areShort = limits.every(({ durationMs }) => durationMs === SHORT_SLICE_MS);
  return areShort ? [...once, second, first, first, second] : once;
}

export function sliceLimits(iterationMs: Milliseconds): SliceLimits {
  if (iterationMs >= ALONE_FROM_MS) return { iterations: 1, durationMs: null };
  if (iterationMs >= SLICE_MS) return { iterations: 2, durationMs: null };
  if (iterationMs < SHORT_BELOW_MS) return { iterations: null, durationMs: SHORT_SLICE_MS };
  return { iterations: null, durationMs: Math.max(SLICE_MS, LEAST_ITERATIONS * iterationMs) };
}
