import type { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { SampleBatch } from '../contract/worker-api.ts';
import { runLoop } from './measured-loop.ts';
import { SampleLog } from './sample-log.ts';

function counting(onRun: (count: number) => void = () => undefined) {
  let count = 0;
  const session = {
    run: async () => {
      count += 1;
      onRun(count);
      return {};
    },
  } as unknown as InferenceSession;
  return { session, count: () => count };
}

const FOREVER = { iterations: null, durationMs: null };

describe('the measured loop', () => {
  it('runs as often as asked and hands over each sample once', async () => {
    const { session, count } = counting();
    const log = new SampleLog();
    const batches: SampleBatch[] = [];
    // More than one buffer holds, so that it must hand over before its time.
    await runLoop(session, {}, log, { ...FOREVER, iterations: 40_000 }, { asked: false }, (batch) => {
      batches.push(batch);
    });
    expect(count()).toBe(40_000);
    expect(log.count).toBe(40_000);
    expect(batches.reduce((sum, { latenciesMs }) => sum + latenciesMs.length, 0)).toBe(40_000);
    expect(Math.max(...batches.map(({ latenciesMs }) => latenciesMs.length))).toBeLessThanOrEqual(32_768);
  });

  it('does nothing for no iterations', async () => {
    const { session, count } = counting();
    await runLoop(
      session,
      {},
      new SampleLog(),
      { ...FOREVER, iterations: 0 },
      { asked: false },
      () => undefined,
    );
    expect(count()).toBe(0);
  });

  it('measures at least once however short the time', async () => {
    const { session, count } = counting();
    await runLoop(
      session,
      {},
      new SampleLog(),
      { ...FOREVER, durationMs: 1e-9 },
      { asked: false },
      () => undefined,
    );
    expect(count()).toBe(1);
  });

  it('ends after the iteration in which it was told to stop, and keeps that one', async () => {
    const stop = { asked: false };
    const { session, count } = counting((runs) => {
      if (runs === 7) stop.asked = true;
    });
    const log = new SampleLog();
    await runLoop(session, {}, log, FOREVER, stop, () => undefined);
    expect([count(), log.count]).toEqual([7, 7]);
  });

  it('passes on what the runtime throws', async () => {
    const { session } = counting((runs) => {
      if (runs === 3) throw new Error('a kernel failed');
    });
    await expect(
      runLoop(session, {}, new SampleLog(), FOREVER, { asked: false }, () => undefined),
    ).rejects.toThrow('a kernel failed');
  });
});
