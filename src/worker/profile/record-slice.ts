import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Milliseconds } from '../../contract/units.ts';
import type { LoopTarget } from '../measured-loop.ts';
import type { Runtime } from '../runtime.ts';
import { createSession, type Recording } from '../session.ts';
import type { Task } from '../task.ts';
import type { SliceSize } from './slice-plan.ts';

/** Behind each slice, in the same session: how fast the machine is now. */
const CONTROL = { iterations: 20, longestMs: 200 } as const;

export interface RecordedSlice {
  /** Runs before those that count: recorded like all others, and left out when the file is read. */
  readonly warmed: number;
  readonly recordedMs: Float64Array;
  readonly controlMs: Float64Array;
}

/**
 * A session that records, from its load to its release: the runtime writes what it recorded when it is told to end,
 * and the same session then goes on as if it had never recorded.
 */
export async function recordSlice(
  runtime: Runtime,
  { job, stop }: Task,
  values: Omit<LoopTarget, 'session'>,
  { warmup, iterations, longestMs }: SliceSize,
  recording: Recording,
): Promise<RecordedSlice> {
  const session = await createSession(runtime, job.modelPath, job, basename(job.modelPath), recording);
  try {
    const target = { ...values, session };
    const warmed = await timedRuns(target, warmup, Infinity, stop);
    const recordedMs = await timedRuns(target, iterations, longestMs, stop);
    session.endProfiling();
    const controlMs = await timedRuns(target, CONTROL.iterations, CONTROL.longestMs, stop);
    return { warmed: warmed.length, recordedMs, controlMs };
  } finally {
    await session.release();
  }
}

/** One by one, with a turn of the event loop between them, in which a stop is heard. */
async function timedRuns(
  { session, feeds, coldCache }: LoopTarget,
  most: number,
  longestMs: Milliseconds,
  stop: { readonly asked: boolean },
): Promise<Float64Array> {
  const times = new Float64Array(most);
  const deadline = performance.now() + longestMs;
  let done = 0;
  while (done < most && !stop.asked && performance.now() < deadline) {
    coldCache?.overwrite();
    const began = performance.now();
    await session.run(feeds);
    times[done] = performance.now() - began;
    done += 1;
    await nextTurn();
  }
  return times.slice(0, done);
}
