import { setImmediate as nextTurn } from 'node:timers/promises';
import type { InferenceSession } from 'onnxruntime-node';
import type { Milliseconds } from '../contract/units.ts';
import type { SampleBatch } from '../contract/worker-api.ts';
import type { ColdCache } from './cold-cache.ts';
import type { SampleLog } from './sample-log.ts';

const HAND_OVER_EVERY_MS = 80;

/** As many samples as a sort and a line of them still fit into memory beside the model: 512 MiB. */
export const MOST_SAMPLES = 2 ** 26;

export interface StopSwitch {
  asked: boolean;
}

/** What is run. */
export interface LoopTarget {
  readonly session: InferenceSession;
  readonly feeds: InferenceSession.FeedsType;
  /** Where each iteration must begin with cold caches. */
  readonly coldCache: ColdCache | null;
}

/** Ends at whichever is reached first, but never before one iteration. */
export interface LoopLimits {
  readonly iterations: number | null;
  readonly durationMs: Milliseconds | null;
}

export interface LoopWatch {
  readonly stop: StopSwitch;
  handOver(batch: SampleBatch): void;
  /** Asked after each handing over: true ends the loop. */
  enough?(): boolean;
}

/**
 * Runs the session again and again; warm-up takes the same path, so that it is this code that gets warm. Ten times
 * a second, between iterations, what was measured is handed over: then a turn of the event loop passes, so that the
 * sending is not charged to the next iteration.
 */
export async function runLoop(
  { session, feeds, coldCache }: LoopTarget,
  log: SampleLog,
  limits: LoopLimits,
  watch: LoopWatch,
): Promise<Milliseconds> {
  const { buffer } = log;
  const { stop } = watch;
  const began = performance.now();
  const deadline = began + (limits.durationMs ?? Number.POSITIVE_INFINITY);
  let left = Math.min(limits.iterations ?? MOST_SAMPLES, MOST_SAMPLES);
  let ended = began;
  let enough = false;
  while (left > 0 && ended < deadline && !stop.asked && !enough) {
    const start = performance.now();
    const until = Math.min(start + HAND_OVER_EVERY_MS, deadline);
    const most = Math.min(left, buffer.length);
    const filled =
      coldCache === null
        ? await burst(session, feeds, buffer, most, until, stop)
        : await coldBurst(session, feeds, buffer, most, until, stop, coldCache);
    ended = performance.now();
    left -= filled;
    watch.handOver(log.take(filled, start - began, ended - began));
    await nextTurn();
    enough = watch.enough?.() ?? false;
  }
  return ended - began;
}

/**
 * As the barest loop that one could write: nothing inside the timed interval but the call, and few variables, since
 * each is put away and fetched again at every await.
 */
async function burst(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  buffer: Float64Array,
  most: number,
  until: Milliseconds,
  stop: StopSwitch,
): Promise<number> {
  for (let index = 0; index < most;) {
    const began = performance.now();
    await session.run(feeds);
    const ended = performance.now();
    buffer[index] = ended - began;
    index += 1;
    if (ended >= until || stop.asked) return index;
  }
  return most;
}

/** The same where each iteration begins with cold caches: what makes them so lies outside the timed interval. */
async function coldBurst(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  buffer: Float64Array,
  most: number,
  until: Milliseconds,
  stop: StopSwitch,
  coldCache: ColdCache,
): Promise<number> {
  for (let index = 0; index < most;) {
    coldCache.overwrite();
    const began = performance.now();
    await session.run(feeds);
    const ended = performance.now();
    buffer[index] = ended - began;
    index += 1;
    if (ended >= until || stop.asked) return index;
  }
  return most;
}
