import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Milliseconds } from '../../contract/units.ts';
import type { LoopTarget } from '../measured-loop.ts';
import type { Runtime } from '../runtime.ts';
import { createSession, type Recording } from '../session.ts';
import type { Task } from '../task.ts';

export interface SliceWish {
  /** Recorded like all others, and left out when the file is read. */
  readonly warmup: number;
  readonly iterations: number;
  readonly recording: Recording;
  /** Unrecorded ones behind them, in the same session. */
  readonly control: { readonly iterations: number; readonly durationMs: Milliseconds };
}

export interface RecordedSlice {
  readonly loadMs: Milliseconds;
  /** Runs before those that count, whole ones. */
  readonly warmed: number;
  readonly recordedMs: Float64Array;
  readonly controlMs: Float64Array;
}

/**
 * A session that records, from its load to its release: the runtime writes what it recorded when it is told to end,
 * and the same session then goes on as if it had never recorded, which shows how fast the machine is at the moment.
 */
export async function recordSlice(
  runtime: Runtime,
  { job, stop }: Task,
  feeds: LoopTarget['feeds'],
  { warmup, iterations, recording, control }: SliceWish,
): Promise<RecordedSlice> {
  const loading = performance.now();
  const session = await createSession(runtime, job.modelPath, job, basename(job.modelPath), recording);
  const loadMs = performance.now() - loading;
  try {
    const target = { session, feeds };
    const warmed = await timedRuns(target, warmup, Infinity, stop);
    const recordedMs = await timedRuns(target, iterations, Infinity, stop);
    session.endProfiling();
    const controlMs = await timedRuns(target, control.iterations, control.durationMs, stop);
    return { loadMs, warmed: warmed.length, recordedMs, controlMs };
  } finally {
    await session.release();
  }
}

/** One by one, with a turn of the event loop between them, in which a stop is heard. */
async function timedRuns(
  { session, feeds }: Pick<LoopTarget, 'session' | 'feeds'>,
  most: number,
  durationMs: Milliseconds,
  stop: { readonly asked: boolean },
): Promise<Float64Array> {
  const times = new Float64Array(most);
  let done = 0;
  const deadline = performance.now() + durationMs;
  while (done < most && !stop.asked && performance.now() < deadline) {
    const began = performance.now();
    await session.run(feeds);
    times[done] = performance.now() - began;
    done += 1;
    await nextTurn();
  }
  return times.slice(0, done);
}
