import { describe, expect, it } from 'vitest';
import { describeDemo } from '../core/model/index.ts';
import { demoJob, forkWorker } from './worker.test-support.ts';

const onLinux = process.platform === 'linux';

describe('what a worker takes of the machine', () => {
  it.runIf(onLinux)('is told phase by phase: the weights come with the load', async () => {
    const { child } = forkWorker();
    const { resources } = await child.connection.remote.measure(demoJob('mlp-base', { iterations: 5 }));
    if (resources === null) throw new Error('No resources.');
    const { idleBytes, afterLoadBytes, afterFirstRunBytes, afterMeasuringBytes, peakBytes } = resources;
    const grown = (afterLoadBytes ?? 0) - (idleBytes ?? 0);
    expect(grown).toBeGreaterThan(describeDemo('mlp-base').weightBytes * 0.9);
    expect(peakBytes.load).toBeGreaterThanOrEqual(afterLoadBytes ?? Infinity);
    expect(peakBytes.firstRun).toBeGreaterThanOrEqual(afterFirstRunBytes ?? Infinity);
    expect(peakBytes.measuring).toBeGreaterThanOrEqual(afterMeasuringBytes ?? Infinity);
    expect(peakBytes.warmup).toBeGreaterThan(idleBytes ?? Infinity);
  });

  it('holds the processor time, the clocks and the timer of the measuring alone', async () => {
    const { child } = forkWorker();
    const { resources, phases } = await child.connection.remote.measure(
      demoJob('mlp-small', { iterations: null, durationMs: 300 }),
    );
    const measuredMs = phases.measuredMs ?? 0;
    expect(resources?.cpuMs).toBeGreaterThan(0);
    expect(resources?.cpuCores).toBeCloseTo((resources?.cpuMs ?? 0) / measuredMs, 1);
    expect(resources?.timerStepMs).toBeGreaterThan(0);
    // A difference of two clocks that both ran: neither of them since 1970, nor since the start.
    expect(Math.abs(resources?.wallMinusMonotonicMs ?? Infinity)).toBeLessThan(measuredMs / 2);
    expect(resources?.coldCacheBytes).toBeNull();
  });

  it('is null for what never came about', async () => {
    const { child } = forkWorker();
    await child.connection.remote.stop();
    const { resources } = await child.connection.remote.measure(demoJob('mlp-tiny'));
    expect(resources).toMatchObject({ afterLoadBytes: null, cpuMs: null, wallMinusMonotonicMs: null });
  });

  it.runIf(onLinux)('is known of a worker that waits for slices, up to its warm-up', async () => {
    const { child } = forkWorker();
    const { resources } = await child.connection.remote.prepare(demoJob('mlp-tiny'));
    expect(resources?.idleBytes).toBeGreaterThan(0);
    expect(resources?.peakBytes.warmup).toBeGreaterThanOrEqual(resources?.idleBytes ?? Infinity);
    expect(resources).toMatchObject({ afterMeasuringBytes: null, cpuMs: null });
  });
});
