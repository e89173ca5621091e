import { describe, expect, it } from 'vitest';
import { PLAIN_CONFIG } from '../../../contract/blank-run.fixture.ts';
import type { RunPhase } from '../../../contract/run.ts';
import type { SampleBatch, WorkerEvents, WorkerJob, WorkerResult } from '../../../contract/worker-api.ts';
import { benchWithFakes, MLP } from '../bench.test-support.ts';
import type { Outcome } from '../executor.ts';
import { FakeExecutor } from '../fake-executor.test-support.ts';
import { chooseExecutor } from './choose-executor.ts';
import { fakeExecutor } from './fake-executor.ts';

function job(executor: string, change: Partial<WorkerJob> = {}): WorkerJob {
  return {
    modelPath: '/nowhere.onnx',
    provider: 'cpu',
    threads: 1,
    graphLevel: 'all',
    inputs: [],
    batch: 2,
    sequence: 100,
    vocabulary: null,
    seed: 1,
    warmup: 5,
    iterations: 1500,
    durationMs: null,
    ...PLAIN_CONFIG,
    profileFolder: null,
    executor: `fake:${executor}`,
    ...change,
  };
}

function listener() {
  const phases: RunPhase[] = [];
  const batches: SampleBatch[] = [];
  const warmups: number[] = [];
  const events: WorkerEvents = {
    onPhase: (phase) => void phases.push(phase),
    onWarmup: (done) => void warmups.push(done),
    onMeasuring: () => undefined,
    onSamples: (batch) => void batches.push(batch),
    onMeasured: () => undefined,
    onProfileSlice: () => undefined,
    onWarning: () => undefined,
  };
  return { phases, batches, warmups, events };
}

async function run(executor: string, change: Partial<WorkerJob> = {}): Promise<WorkerResult> {
  const outcome = await fakeExecutor().start(job(executor, change), listener().events).outcome;
  if (outcome.kind !== 'result') throw new Error(`It ended as ${outcome.kind}.`);
  return outcome.result;
}

function all(batches: readonly SampleBatch[]): number[] {
  return batches.flatMap(({ latenciesMs }) => [...latenciesMs]);
}

describe('a simulated run', () => {
  it('warms up and ends by the same rules as a real one', async () => {
    const cap = { iterations: 50_000, durationMs: 60_000 };
    const { signals, latencyMs } = await run('normal(10ms,0.5ms)', {
      warmupCap: cap,
      iterations: null,
      durationMs: 600_000,
      precision: 0.005,
    });
    expect(signals).toMatchObject({ warmup: { endedBy: 'steady' }, endedBy: 'precision' });
    const [low, high] = latencyMs?.intervals.p50 ?? [0, Infinity];
    expect(high - low).toBeLessThan(0.01 * (latencyMs?.p50 ?? 0));
    expect((await run('normal(10ms,0.5ms)', { iterations: 20 })).signals).toMatchObject({
      warmup: { iterations: 5, endedBy: 'fixed' },
      endedBy: 'iterations',
    });
  });

  it('goes through the phases of a real one, in virtual time', async () => {
    const { phases, batches, warmups, events } = listener();
    const { outcome } = fakeExecutor().start(job('constant(10ms)+load(120ms)+first(40ms)'), events);
    expect(await outcome).toMatchObject({
      kind: 'result',
      result: {
        stopped: false,
        phases: { loadMs: 120, firstRunMs: 40, warmupMs: 50, measuredMs: 15_000 },
        latencyMs: { count: 1500, p50: 10, p99: 10 },
      },
    });
    expect(phases).toEqual(['loading', 'first-run', 'warm-up', 'measuring', 'measuring', 'storing']);
    expect(warmups).toEqual([5]);
    expect(all(batches)).toHaveLength(1500);
    expect(batches[0]?.startMs).toBe(0);
    expect(batches.at(-1)?.endMs).toBe(15_000);
  });

  it('is the same again for the same seed', async () => {
    const text = 'lognormal(10ms,0.3)+ar(0.5)+spread(2%)';
    expect(await run(text)).toEqual(await run(text));
    expect((await run(text, { seed: 2 })).latencyMs).not.toEqual((await run(text)).latencyMs);
  });

  it('ends at its time as well as at its count', async () => {
    const { latencyMs, phases } = await run('constant(10ms)', { iterations: null, durationMs: 2000 });
    expect(latencyMs?.count).toBe(200);
    expect(phases.measuredMs).toBe(2000);
  });

  it('keeps what it had when it is stopped', async () => {
    const executor = fakeExecutor();
    const batches: SampleBatch[] = [];
    const execution = executor.start(job('constant(10ms)', { iterations: 1_000_000 }), {
      ...listener().events,
      onSamples: (batch) => {
        batches.push(batch);
        execution.stop();
      },
    });
    const outcome = await execution.outcome;
    expect(outcome).toMatchObject({ kind: 'result', result: { stopped: true } });
    expect(all(batches).length).toBeLessThan(1_000_000);
  });

  it('is killed at once, also in the middle of a wait in real time', async () => {
    const execution = fakeExecutor().start(job('constant(3600s)+realtime'), listener().events);
    execution.kill();
    expect(await execution.outcome).toMatchObject({ kind: 'died', exit: { signal: 'SIGKILL' } });
  });

  it('dies, and is refused, where it was told to', async () => {
    const { batches, events } = listener();
    const died = await fakeExecutor().start(job('constant(1ms)+crash(after=500)'), events).outcome;
    expect(died).toMatchObject({
      kind: 'died',
      exit: { code: 1, lastWords: expect.stringContaining('crash') as string },
    });
    expect(all(batches)).toHaveLength(500);
    const refused: Outcome = await fakeExecutor().start(job('constant(1ms)+refuse'), events).outcome;
    expect(refused).toMatchObject({ kind: 'refused', error: { code: 'MODEL_REFUSED' } });
  });

  it('knows of memory and outputs what it was told', async () => {
    const { resources, outputs } = await run('constant(1ms)+memory(base=48MB,token=0.5KB)+nan');
    expect(resources).toMatchObject({
      idleBytes: 60e6,
      afterLoadBytes: 108e6,
      peakBytes: { measuring: 108e6 + 2 * 100 * 500 },
    });
    expect(outputs?.[0]).toMatchObject({ notANumber: 1 });
    expect(outputs?.[0]?.values[0]).toBeNull();
    const plain = await run('constant(1ms)');
    expect(plain.resources?.idleBytes).toBeNull();
    expect(plain.outputs?.[0]?.notANumber).toBe(0);
  });
});

describe('its clock', () => {
  it('goes in steps', async () => {
    const { events, batches } = listener();
    const coarse = await fakeExecutor().start(
      job('constant(2.5us)+quantum(1us)', { warmup: 0, iterations: 6 }),
      events,
    ).outcome;
    expect(all(batches).map((ms) => Math.round(ms * 1e6))).toEqual([2000, 3000, 2000, 3000, 2000, 3000]);
    expect(coarse).toMatchObject({ result: { resources: { timerStepMs: 0.001 } } });
  });

  it('stands still while the machine sleeps, and the wall clock does not', async () => {
    const { latencyMs, resources } = await run('constant(10ms)+suspend(at=1s,for=10s)', { iterations: 200 });
    expect(latencyMs?.max).toBe(10);
    expect(resources?.wallMinusMonotonicMs).toBe(10_000);
  });

  it('jumps forward into one long iteration, and back into some that seem to take no time', async () => {
    const forward = await run('constant(10ms)+clockjump(at=1s,by=5s)', { iterations: 200 });
    expect(forward.latencyMs).toMatchObject({ max: 5010, p50: 10 });
    expect(forward.resources?.wallMinusMonotonicMs).toBe(-5000);
    const back = await run('constant(10ms)+clockjump(at=1s,by=-20ms)', { iterations: 200 });
    expect(back.latencyMs).toMatchObject({ min: 0, max: 10 });
  });
});

describe('a simulated worker that measures on request', () => {
  it('is another process each time it is opened, the same ones for the same seed', async () => {
    const medians = async (): Promise<number[]> => {
      const executor = fakeExecutor();
      const found: number[] = [];
      for (let index = 0; index < 3; index += 1) {
        const worker = executor.open(job('constant(10ms)+spread(5%)'), listener().events);
        await worker.ready;
        const [first, second] = [
          await worker.slice({ iterations: 4, durationMs: null }),
          await worker.slice({ iterations: null, durationMs: 50 }),
        ];
        expect(first).toHaveLength(4);
        expect(second[0]).toBeCloseTo(first[0] ?? 0, 9);
        found.push(first[0] ?? 0);
        await worker.end();
      }
      return found;
    };
    const [once, again] = [await medians(), await medians()];
    expect(once).toEqual(again);
    expect(new Set(once).size).toBe(3);
  });

  it('rejects where it is refused, and where it dies in the middle', async () => {
    const executor = fakeExecutor();
    const refused = executor.open(job('constant(1ms)+refuse'), listener().events);
    await expect(refused.ready).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
    const dying = executor.open(job('constant(1ms)+crash(after=5)'), listener().events);
    await dying.ready;
    expect(await dying.slice({ iterations: 4, durationMs: null })).toHaveLength(4);
    await expect(dying.slice({ iterations: 4, durationMs: null })).rejects.toMatchObject({
      code: 'WORKER_CRASHED',
    });
  });
});

describe('the engine', () => {
  it('measures with the one that a run asks for', () => {
    const [real, fake] = [new FakeExecutor(), new FakeExecutor()];
    const executor = chooseExecutor(real, fake);
    executor.start(job('constant(1ms)', { executor: null }), listener().events);
    expect([real.started.length, fake.started.length]).toEqual([1, 0]);
    executor.start(job('constant(1ms)'), listener().events);
    expect([real.started.length, fake.started.length]).toEqual([1, 1]);
  });

  it('refuses a description with a slip in it before anything is queued', async () => {
    const { bench, store } = benchWithFakes();
    await expect(bench.start({ ...MLP, executor: 'fake:gauss(1ms)' })).rejects.toMatchObject({
      code: 'USAGE',
      subject: '--executor',
    });
    await expect(
      bench.start({ ...MLP, executor: 'fake:constant(1ms)', scenario: { kind: 'server' } }),
    ).rejects.toMatchObject({ message: 'The fake executor does not simulate scenarios.' });
    expect(store.listRuns()).toEqual([]);
  });
});
