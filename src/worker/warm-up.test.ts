import type { InferenceSession } from 'onnxruntime-node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WorkerJob } from '../contract/worker-api.ts';
import { createTask } from './task.ts';
import { warmUp } from './warm-up.ts';
import { demoJob, forkWorker } from './worker.test-support.ts';

const CAP = { iterations: 50_000, durationMs: 10_000 };

/** A clock of the test's own: it goes on only while the model runs, and as long as the test says. */
function target(
  lengthMs: (iteration: number) => number,
  onRun: (iteration: number) => void = () => undefined,
) {
  let nowMs = 0;
  let count = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const run = async (): Promise<object> => {
    count += 1;
    nowMs += lengthMs(count);
    onRun(count);
    return {};
  };
  return { session: { run } as unknown as InferenceSession, feeds: {}, coldCache: null };
}

const EVEN = (): number => 0.5;

function task(job: Pick<WorkerJob, 'warmup' | 'warmupCap'>, stop = { asked: false }) {
  const told: number[] = [];
  const events = {
    onPhase: () => undefined,
    onSamples: () => undefined,
    onMeasured: () => undefined,
    onProfileSlice: () => undefined,
    onWarning: () => undefined,
    onWarmup: (done: number) => void told.push(done),
    onMeasuring: () => undefined,
  };
  return { task: createTask(job as WorkerJob, events, stop), told };
}

afterEach(() => void vi.restoreAllMocks());

describe('the warm-up', () => {
  it('takes a count of the user’s own exactly, and says that it was theirs', async () => {
    const { task: fixed, told } = task({ warmup: 7, warmupCap: null });
    expect(await warmUp(target(EVEN), fixed)).toMatchObject({
      iterations: 7,
      endedBy: 'fixed',
      steady: false,
    });
    expect(told.at(-1)).toBe(7);
    const none = await warmUp(target(EVEN), task({ warmup: 0, warmupCap: null }).task);
    expect(none).toMatchObject({ iterations: 0, endedBy: 'fixed' });
  });

  it('goes on until the times are steady', async () => {
    const slowAtFirst = target((iteration) => (iteration <= 40 ? 3 : 0.5) + (iteration % 3) / 100);
    const report = await warmUp(slowAtFirst, task({ warmup: 10, warmupCap: CAP }).task);
    expect(report?.endedBy).toBe('steady');
    expect(report?.iterations).toBeGreaterThan(40);
    expect(report?.iterations).toBeLessThan(2000);
    expect(report?.transient).toBeGreaterThanOrEqual(35);
  });

  it('never takes fewer than were asked for, however steady they are', async () => {
    const report = await warmUp(
      target(() => 0.02),
      task({ warmup: 40_000, warmupCap: CAP }).task,
    );
    expect(report?.iterations).toBeGreaterThanOrEqual(40_000);
  });

  it('gives up at its cap: in iterations, and in time with one iteration at least', async () => {
    const everSlower = target((iteration) => iteration / 50);
    const byCount = await warmUp(
      everSlower,
      task({ warmup: 10, warmupCap: { iterations: 120, durationMs: 60_000 } }).task,
    );
    expect(byCount).toMatchObject({ iterations: 120, endedBy: 'cap', steady: false, transient: null });
    const slow = target(() => 30);
    const byTime = await warmUp(slow, task({ warmup: 10, warmupCap: { ...CAP, durationMs: 20 } }).task);
    expect(byTime).toMatchObject({ iterations: 1, endedBy: 'cap', steady: false });
  });

  it('says nothing where the user stopped it', async () => {
    const stop = { asked: false };
    const stopped = target(EVEN, (iteration) => {
      if (iteration === 5) stop.asked = true;
    });
    expect(await warmUp(stopped, task({ warmup: 10, warmupCap: CAP }, stop).task)).toBeNull();
  });

  it('of a real model is reported by a run and by a worker that waits for slices', async () => {
    const job = demoJob('mlp-tiny', { warmup: 10, warmupCap: CAP });
    const first = forkWorker();
    const { signals, phases } = await first.child.connection.remote.measure(job);
    expect(signals?.warmup?.iterations).toBeGreaterThanOrEqual(10);
    expect(signals?.warmup?.durationMs).toBe(phases.warmupMs);
    expect(signals?.endedBy).toBe('iterations');
    const second = forkWorker();
    const ready = await second.child.connection.remote.prepare({ ...job, warmup: 3, warmupCap: null });
    expect(ready.signals.warmup).toMatchObject({ iterations: 3, endedBy: 'fixed' });
  });
});
