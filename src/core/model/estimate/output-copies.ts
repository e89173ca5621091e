import type { Bytes } from '../../../contract/units.ts';

/** V8 begins to collect when 64 MiB outside its heap are new, and is done a little later. */
const COLLECTED_FROM = 80 * 2 ** 20;
/** It collects at once rather than let this much pile up, unless a few sets of outputs are more. */
const MOST = 290 * 2 ** 20;
const SETS_ALIVE = 3;
/** Tiny outputs go with the objects that hold them. */
const MOST_SETS = 1000;

/**
 * Each run's outputs are copied for JavaScript, and old copies live until V8 collects them: three sets where they
 * are large, many where they are small (seen with outputs from 5 kB to 400 MB).
 */
export function outputCopyBytes(outputBytes: Bytes, runs: number | null): Bytes {
  const piled = Math.max(SETS_ALIVE * outputBytes, Math.min(COLLECTED_FROM + SETS_ALIVE * outputBytes, MOST));
  return Math.min(piled, outputBytes * Math.min(runs ?? Infinity, MOST_SETS));
}
