import type { Card, Launch } from './card.ts';

export interface Measured {
  /** Of one launch, the best of the repeats: whatever disturbs a card makes it slower. */
  readonly ms: number;
  /** Half width of the middle half of the repeats, over their median. */
  readonly spread: number;
}

const SAMPLE_MS = 1;
const BUDGET_MS = 80;
const MOST_LAUNCHES = 2000;
const REPEATS = { least: 5, most: 40 };

/** Warms up, then repeats what takes at least a millisecond for about 80 ms. */
export function measure(card: Card, launch: Launch): Measured {
  // The first launch also loads the kernel.
  card.time(launch, 1);
  if (card.isStandIn) return measuredOf(card.time(launch, 1));
  const once = Math.max(
    1e-4,
    card.time(launch, 3).reduce((best, ms) => Math.min(best, ms)),
  );
  const launches = Math.min(MOST_LAUNCHES, Math.max(1, Math.ceil(SAMPLE_MS / once)));
  return measuredOf(card.time(launch, repeatsFor(once * launches), launches));
}

/** The fastest of several ways to do the same. */
export const fastest = (card: Card, launches: readonly Launch[]): Measured =>
  launches.map((launch) => measure(card, launch)).reduce((best, one) => (one.ms < best.ms ? one : best));

export function measuredOf(samples: Float64Array): Measured {
  const sorted = samples.toSorted();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { ms: at(0), spread: (at(0.75) - at(0.25)) / 2 / at(0.5) };
}

const repeatsFor = (sampleMs: number): number =>
  Math.min(REPEATS.most, Math.max(REPEATS.least, Math.floor(BUDGET_MS / sampleMs)));

export const gigabytesPerSecond = (bytes: number, ms: number): number => bytes / ms / 1e6;
export const gigaflops = (operations: number, ms: number): number => operations / ms / 1e6;
