import { setImmediate as nextTurn } from 'node:timers/promises';
import type { InferenceSession } from 'onnxruntime-node';
import type { Milliseconds } from '../contract/units.ts';
import type { SampleBatch } from '../contract/worker-api.ts';
import type { SampleLog } from './sample-log.ts';

const HAND_OVER_EVERY_MS = 80;

/** As many samples as a sort and a line of them still fit into memory beside the model: 512 MiB. */
export const MOST_SAMPLES = 2 ** 26;

export interface StopSwitch {
  asked: boolean;
}

export interface LoopLimits {
  readonly iterations: number | null;
  readonly durationMs: Milliseconds | null;
}

/**
 * Runs the session again and again. Inside the timed interval there is nothing but the call, as in the barest loop
 * that one could write; warm-up takes the same path, so that it is this code that gets warm. Between iterations,
 * ten times a second, what was measured is handed over: then the loop lets a turn of the event loop pass, so that
 * the sending is not charged to the next iteration.
 */
export async function runLoop(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  log: SampleLog,
  limits: LoopLimits,
  stop: StopSwitch,
  handOver: (batch: SampleBatch) => void,
): Promise<Milliseconds> {
  const { buffer } = log;
  const most = Math.min(limits.iterations ?? MOST_SAMPLES, MOST_SAMPLES);
  const firstBegan = performance.now();
  const deadline = firstBegan + (limits.durationMs ?? Number.POSITIVE_INFINITY);
  let batchBegan = firstBegan;
  let handOverAt = firstBegan + HAND_OVER_EVERY_MS;
  let filled = 0;
  let left = most;
  let ended = firstBegan;
  while (left > 0 && ended < deadline && !stop.asked) {
    const began = performance.now();
    await session.run(feeds);
    ended = performance.now();
    buffer[filled] = ended - began;
    filled += 1;
    left -= 1;
    if (ended < handOverAt && filled < buffer.length) continue;
    handOver(log.take(filled, batchBegan - firstBegan, ended - firstBegan));
    filled = 0;
    await nextTurn();
    batchBegan = performance.now();
    handOverAt = batchBegan + HAND_OVER_EVERY_MS;
  }
  if (filled > 0) handOver(log.take(filled, batchBegan - firstBegan, ended - firstBegan));
  return ended - firstBegan;
}
