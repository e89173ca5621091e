import type { RunConfig } from '../../../contract/run.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import type { SliceLimits } from '../../../contract/worker-api.ts';

export type Side = 'a' | 'b';
export const SIDES = ['a', 'b'] as const;
export const otherSide = (side: Side): Side => (side === 'a' ? 'b' : 'a');

/** Two processes differ by more than a slice of this length is wrong; more of it would be time lost for pairs. */
const SLICE_MS = 60;
const LEAST_ITERATIONS = 5;
/** From here on one iteration is a slice; from SLICE_MS on it is two. */
const ALONE_FROM_MS = 1000;

/** Enough for a small model's code to be compiled; each pair pays for it, so it is short. */
export const SIDE_WARMUP: Pick<RunConfig, 'warmup' | 'warmupCap'> = {
  warmup: 1,
  warmupCap: { iterations: 100_000, durationMs: 200 },
};

/** A B B A: whatever grows steadily inside a pair falls on both sides alike. */
export function sliceOrder(first: Side): readonly Side[] {
  return [first, otherSide(first), otherSide(first), first];
}

export function sliceLimits(iterationMs: Milliseconds): SliceLimits {
  if (iterationMs >= ALONE_FROM_MS) return { iterations: 1, durationMs: null };
  if (iterationMs >= SLICE_MS) return { iterations: 2, durationMs: null };
  return { iterations: null, durationMs: Math.max(SLICE_MS, LEAST_ITERATIONS * iterationMs) };
}
