import { MOST_SLICE_EVENTS, type ProfileConfig } from '../../contract/profile.ts';
import type { Bytes, Milliseconds } from '../../contract/units.ts';

const MOST_BYTES: Bytes = 80e6;
/** What one event takes in the file, its name apart. */
const EVENT_BYTES: Bytes = 1000;
const EVENT_MS: Milliseconds = 0.009;
/** Whoever watches sees operators within a second; later slices are long enough that loading is a small part. */
const FIRST_SLICE_MS: Milliseconds = 300;
const SLICE_MS: Milliseconds = 2000;
const LOADS_IN_A_SLICE = 5;
/** Of the whole pass, loads and reading included, against the time it may record. */
const LONGEST_PASS = 4;
const LEAST_PASS_MS: Milliseconds = 30_000;
const WARMUP = { fewest: 2, most: 10, enoughMs: 30 } as const;

/** One iteration, as far as it is known. */
export interface IterationCost {
  readonly ms: Milliseconds;
  readonly events: number;
  readonly bytes: Bytes;
}

export interface SliceSize {
  readonly warmup: number;
  readonly iterations: number;
}

/** Before anything was recorded: from the clean pass and the model's graph. */
export function guessedCost(cleanMs: Milliseconds, nodes: number, nameBytes: Bytes): IterationCost {
  const events = nodes + 2;
  return { ms: cleanMs + events * EVENT_MS, events, bytes: events * EVENT_BYTES + nameBytes };
}

/** What is done of the pass, and what it has cost. */
export interface PassSoFar {
  readonly slices: number;
  readonly iterations: number;
  /** Of recording what counts, and of all together. */
  readonly recordedMs: Milliseconds;
  readonly wallMs: Milliseconds;
  /** From asking for a slice to having read it, less its iterations; of the last one. */
  readonly overheadMs: Milliseconds;
}

export const NOTHING_RECORDED: PassSoFar = {
  slices: 0,
  iterations: 0,
  recordedMs: 0,
  wallMs: 0,
  overheadMs: 0,
};

/** How long the next slice is; null where the pass is at its end. `roomBytes` is what it may write. */
export function nextSlice(
  config: ProfileConfig,
  soFar: PassSoFar,
  cost: IterationCost,
  roomBytes: Bytes,
): SliceSize | null {
  const left = (config.iterations ?? Infinity) - soFar.iterations;
  const leftMs = config.durationMs - soFar.recordedMs;
  const longestMs = Math.max(LEAST_PASS_MS, LONGEST_PASS * config.durationMs);
  if (left <= 0 || leftMs <= 0 || soFar.wallMs > longestMs) return null;
  const warmup = warmupOf(cost);
  const fits = Math.floor(
    Math.min(MOST_SLICE_EVENTS / cost.events, Math.min(MOST_BYTES, roomBytes) / cost.bytes),
  );
  // One that does not fit is tried all the same, once: more than the room it cannot take.
  if (fits <= warmup && soFar.slices > 0 && roomBytes < MOST_BYTES) return null;
  const wantedMs =
    soFar.slices === 0 ? FIRST_SLICE_MS : Math.max(SLICE_MS, LOADS_IN_A_SLICE * soFar.overheadMs);
  const inTime = Math.ceil(Math.min(wantedMs, leftMs) / cost.ms);
  return { warmup, iterations: Math.max(1, Math.min(left, inTime, fits - warmup)) };
}

function warmupOf({ ms }: IterationCost): number {
  return Math.min(WARMUP.most, Math.max(WARMUP.fewest, Math.ceil(WARMUP.enoughMs / ms)));
}
