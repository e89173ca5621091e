import type { Milliseconds } from '../../../contract/units.ts';
import type { ChartPalette } from '../chart.ts';

/** What became of a time from A to B: changed by so much, there in one of them alone, or not to be told from noise. */
export type DeltaState = 'changed' | 'new' | 'gone' | 'unclear';

/** Each step begins where one time is so many times the other; the same both ways. */
const STEPS_AT = [1.03, 1.1, 1.25, 2] as const;
export const MOST_STEPS = STEPS_AT.length;

/** From −4, less than half as long, over 0, the same, to 4, more than twice as long. */
export function deltaStep(aMs: Milliseconds, bMs: Milliseconds): number {
  if (aMs === bMs) return 0;
  if (!(aMs > 0)) return bMs > 0 ? MOST_STEPS : 0;
  if (!(bMs > 0)) return -MOST_STEPS;
  const ratio = Math.max(aMs, bMs) / Math.min(aMs, bMs);
  const steps = STEPS_AT.filter((at) => ratio >= at).length;
  return bMs > aMs ? steps : -steps || 0;
}

export function deltaColour(step: number, palette: ChartPalette): string {
  return palette.delta[step + MOST_STEPS] ?? palette.families.idle;
}

/** How a step is called in a legend. */
export function stepWords(step: number): string {
  const size = Math.abs(step);
  if (size === 0) return `the same within ${Math.round((STEPS_AT[0] - 1) * 100)} %`;
  const word = step > 0 ? 'slower' : 'faster';
  if (size === MOST_STEPS) return `more than ${STEPS_AT[MOST_STEPS - 1]}× ${word}`;
  return `${STEPS_AT[size - 1]}× to ${STEPS_AT[size]}× ${word}`;
}

/** A frame's category in a flame chart of differences: "delta 3", "delta new". */
const CATEGORY = /^delta (-?\d|new|gone|unclear)$/;

export function deltaCategory(aMs: Milliseconds, bMs: Milliseconds, state: DeltaState): string {
  return `delta ${state === 'changed' ? deltaStep(aMs, bMs) : state}`;
}

/** All of them, in the order of a legend. */
export const DELTA_CATEGORIES: readonly string[] = [
  ...Array.from({ length: 2 * MOST_STEPS + 1 }, (_, at) => `delta ${at - MOST_STEPS}`),
  'delta unclear',
  'delta new',
  'delta gone',
];

/** Null for what is no such category. */
export function deltaHue(category: string, palette: ChartPalette): string | null {
  const state = CATEGORY.exec(category)?.[1];
  if (state === undefined) return null;
  if (state === 'unclear') return palette.families.idle;
  return deltaColour(state === 'new' ? MOST_STEPS : state === 'gone' ? -MOST_STEPS : Number(state), palette);
}

export function deltaWords(category: string): string | null {
  const state = CATEGORY.exec(category)?.[1];
  if (state === undefined) return null;
  if (state === 'unclear') return 'within its noise';
  if (state === 'new') return 'new in B (hatched)';
  return state === 'gone' ? 'gone in B (hatched)' : stepWords(Number(state));
}

/** What is in one of the two alone has a pattern beside its hue. */
export function isHatchedDelta(category: string): boolean {
  return category === 'delta new' || category === 'delta gone';
}
