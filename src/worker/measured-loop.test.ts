import type { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { SampleBatch } from '../contract/worker-api.ts';
import type { ColdCache } from './cold-cache.ts';
import { runLoop, type LoopWatch } from './measured-loop.ts';
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
  return { target: { session, feeds: {}, coldCache: null }, count: () => count };
}

const FOREVER = { iterations: null, durationMs: null };

function watch(change: Partial<LoopWatch> = {}): LoopWatch {
  return { stop: { asked: false }, handOver: () => undefined, ...change };
}

describe('the measured loop', () => {
  it('runs as often as asked and hands over each sample once', async () => {
    const { target, count } = counting();
    const log = new SampleLog();
    const batches: SampleBatch[] = [];
    // More than one buffer holds, so that it must hand over before its time.
    const handOver = (batch: SampleBatch): void => void batches.push(batch);
    await runLoop(target, log, { ...FOREVER, iterations: 40_000 }, watch({ handOver }));
    expect(count()).toBe(40_000);
    expect(log.count).toBe(40_000);
    expect(batches.reduce((sum, { latenciesMs }) => sum + latenciesMs.length, 0)).toBe(40_000);
    expect(Math.max(...batches.map(({ latenciesMs }) => latenciesMs.length))).toBeLessThanOrEqual(32_768);
  });

  it('does nothing for no iterations', async () => {
    const { target, count } = counting();
    await runLoop(target, new SampleLog(), { ...FOREVER, iterations: 0 }, watch());
    expect(count()).toBe(0);
  });

  it('measures at least once however short the time', async () => {
    const { target, count } = counting();
    await runLoop(target, new SampleLog(), { ...FOREVER, durationMs: 1e-9 }, watch());
    expect(count()).toBe(1);
  });

  it('ends after the iteration in which it was told to stop, and keeps that one', async () => {
    const stop = { asked: false };
    const { target, count } = counting((runs) => {
      if (runs === 7) stop.asked = true;
    });
    const log = new SampleLog();
    await runLoop(target, log, FOREVER, watch({ stop }));
    expect([count(), log.count]).toEqual([7, 7]);
  });

  it('ends between two batches when there is enough, and asks only then', async () => {
    const { target, count } = counting();
    const log = new SampleLog();
    const asked: number[] = [];
    const enough = (): boolean => asked.push(log.count) === 3;
    await runLoop(target, log, FOREVER, watch({ enough }));
    expect(asked).toHaveLength(3);
    expect(asked.at(-1)).toBe(count());
    expect(log.count).toBe(count());
  });

  it('empties the caches before each iteration where that is asked', async () => {
    const steps: string[] = [];
    const { target } = counting(() => void steps.push('run'));
    const coldCache = { overwrite: () => void steps.push('overwrite') } as unknown as ColdCache;
    await runLoop({ ...target, coldCache }, new SampleLog(), { ...FOREVER, iterations: 3 }, watch());
    expect(steps).toEqual(['overwrite', 'run', 'overwrite', 'run', 'overwrite', 'run']);
  });

  it('passes on what the runtime throws', async () => {
    const { target } = counting((runs) => {
      if (runs === 3) throw new Error('a kernel failed');
    });
    await expect(runLoop(target, new SampleLog(), FOREVER, watch())).rejects.toThrow('a kernel failed');
  });
});
