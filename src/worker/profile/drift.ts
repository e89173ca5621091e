import type { LatencySummary } from '../../contract/latency.ts';
import type { ProfileNote } from '../../contract/profile.ts';
import type { Milliseconds } from '../../contract/units.ts';
import { driftedNote } from './profile-notes.ts';

/** Two sessions of a model differ by 1 to 3 %: less than this is no news. */
const LEAST_SHARE = 0.05;
/** Nor is what a fresh session of a model of microseconds still has to learn: seen here from 0.5 to 1.5 µs. */
const LEAST_MS: Milliseconds = 0.003;
const FEWEST = 4;

/**
 * Whether unrecorded iterations beside the profiled ones took another time than the clean pass: by their medians,
 * and only where the 95 % interval of theirs, by order statistics, lies apart from that of the clean one.
 */
export function driftNote(clean: LatencySummary, controlMs: readonly number[]): ProfileNote | null {
  const ascending = [...controlMs].sort((one, other) => one - other);
  const count = ascending.length;
  if (count < FEWEST) return null;
  const half = 0.98 * Math.sqrt(count);
  const at = (rank: number): number => ascending[Math.min(count - 1, Math.max(0, rank))] as number;
  const median = at(Math.floor(count / 2));
  const [low, high] = [at(Math.floor(count / 2 - half)), at(Math.ceil(count / 2 + half))];
  const [cleanLow, cleanHigh] = clean.intervals.p50 ?? [clean.p50, clean.p50];
  const isApart = low > cleanHigh || high < cleanLow;
  const least = Math.max(LEAST_SHARE * clean.p50, LEAST_MS);
  return isApart && Math.abs(median - clean.p50) > least ? driftedNote(clean.p50, median) : null;
}
