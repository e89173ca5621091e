import { basename } from 'node:path';
import type { Milliseconds } from '../../contract/units.ts';
import { runLoop, type LoopLimits, type LoopTarget, type StopSwitch } from '../measured-loop.ts';
import type { Runtime } from '../runtime.ts';
import { createSession, type Recording } from '../session.ts';
import { SampleLog } from '../sample-log.ts';
import type { Task } from '../task.ts';
import type { SliceSize } from './slice-plan.ts';

/** Behind each slice, in the same session: how fast the machine is now, once the runtime has put its pen away. */
const CONTROL = { iterations: 1000, leastMs: 150, fewest: 3, mostMs: 1500 } as const;
/** A new session of a model of microseconds takes a thousand iterations to come to its speed. */
const SETTLING = { iterations: 3000, durationMs: 50 } as const;

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
  cleanMs: Milliseconds,
): Promise<RecordedSlice> {
  const session = await createSession(runtime, job.modelPath, job, basename(job.modelPath), recording);
  try {
    const target = { ...values, session };
    const warmed = await timed(target, { iterations: warmup, durationMs: null }, stop);
    const recordedMs = await timed(target, { iterations, durationMs: longestMs }, stop);
    session.endProfiling();
    await timed(target, SETTLING, stop);
    const controlMs = await timed(target, controlOf(cleanMs), stop);
    return { warmed: warmed.length, recordedMs, controlMs };
  } finally {
    await session.release();
  }
}

/** A few of them also of a slow model, unless that takes longer than the slice. */
function controlOf(cleanMs: Milliseconds): LoopLimits {
  const { iterations, leastMs, fewest, mostMs } = CONTROL;
  return { iterations, durationMs: Math.max(leastMs, Math.min(fewest * cleanMs, mostMs)) };
}

/** By the loop that the clean pass was measured with. */
async function timed(target: LoopTarget, limits: LoopLimits, stop: StopSwitch): Promise<Float64Array> {
  const log = new SampleLog();
  await runLoop(target, log, limits, { stop, handOver: () => undefined });
  return log.latencies();
}
