import { MOST_SLICE_EVENTS, type ProfileConfig } from '../../contract/profile.ts';
import type { Bytes, Milliseconds } from '../../contract/units.ts';
import type { GraphSize } from './graph-size.ts';

const MOST_BYTES: Bytes = 80e6;
/** What one event takes in the file, its name apart. */
const EVENT_BYTES: Bytes = 1000;
const EVENT_MS: Milliseconds = 0.009;
/** Whoever watches sees operators within a second; later slices are long enough that loading is a small part. */
const FIRST_SLICE_MS: Milliseconds = 300;
const SLICE_MS: Milliseconds = 2000;
const LOADS_IN_A_SLICE = 5;
/** Of the time that may be recorded. */
const LEAST_SLICE = 0.1;
/** A slice that takes longer than was thought ends here. */
const LATE = 2;
/** Of the whole pass, loads and reading included, against the time it may record. */
const LONGEST_PASS = 4;
const LEAST_PASS_MS: Milliseconds = 30_000;
/** Runs that are recorded and not counted, until the session is as warm as the one that was measured. */
const WARMUP = { fewest: 2, most: 10, enoughMs: 30, slowMs: 1000 } as const;

/** One iteration, as far as it is known. */
export interface IterationCost {
  readonly ms: Milliseconds;
  readonly events: number;
  readonly bytes: Bytes;
}

export interface SliceSize {
  readonly warmup: number;
  readonly iterations: number;
  readonly longestMs: Milliseconds;
}

/** Before anything was recorded: from the clean pass and the model's graph. */
export function guessedCost(cleanMs: Milliseconds, { nodes, nameBytes }: GraphSize): IterationCost {
  const events = nodes + 2;
  return { ms: cleanMs + events * EVENT_MS, events, bytes: events * EVENT_BYTES + nameBytes };
}

/** What is done of the pass, and what it has cost. */
export interface PassSoFar {
  readonly slices: number;
  readonly iterations: number;
  /** Of the iterations that count. */
  readonly recordedMs: Milliseconds;
  /** From the beginning, loads and reading included. */
  readonly wallMs: Milliseconds;
  /** Of the last slice, all but its iterations. */
  readonly overheadMs: Milliseconds;
}

/** How long the next slice is, or why there is none. `roomBytes` is what it may write. */
export function nextSlice(
  config: ProfileConfig,
  soFar: PassSoFar,
  cost: IterationCost,
  roomBytes: Bytes,
): SliceSize | 'done' | 'no-room' {
  const left = (config.iterations ?? Infinity) - soFar.iterations;
  const leftMs = config.durationMs - soFar.recordedMs;
  const longestPassMs = Math.max(LEAST_PASS_MS, LONGEST_PASS * config.durationMs);
  // What is left when all but a little is done is not worth another load.
  const enoughMs = soFar.slices === 0 ? 0 : LEAST_SLICE * config.durationMs;
  if (left <= 0 || leftMs <= enoughMs || soFar.wallMs > longestPassMs) return 'done';
  if (roomBytes < 2 * cost.bytes) return 'no-room';
  const fits = Math.min(MOST_SLICE_EVENTS / cost.events, Math.min(MOST_BYTES, roomBytes) / cost.bytes);
  const warmup = Math.max(1, Math.min(warmupOf(cost), Math.floor(fits / 2)));
  const wantedMs =
    soFar.slices === 0 ? FIRST_SLICE_MS : Math.max(SLICE_MS, LOADS_IN_A_SLICE * soFar.overheadMs);
  const budgetMs = Math.min(wantedMs, leftMs);
  const iterations = Math.min(left, Math.ceil(budgetMs / cost.ms), Math.floor(fits) - warmup);
  return { warmup, iterations: Math.max(1, iterations), longestMs: LATE * budgetMs };
}

function warmupOf({ ms }: IterationCost): number {
  if (ms > WARMUP.slowMs) return 1;
  return Math.min(WARMUP.most, Math.max(WARMUP.fewest, Math.ceil(WARMUP.enoughMs / ms)));
}
