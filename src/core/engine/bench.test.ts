import { describe, expect, it, vi } from 'vitest';
import { DynoError } from '../../contract/errors.ts';
import type { RunProgress } from '../../contract/run.ts';
import { aCatalog } from '../monitor/fake-feed.test-support.ts';
import type { Store } from '../store/store.ts';
import { benchWithFakes, MLP, PATIENT } from './bench.test-support.ts';

describe('a run', () => {
  it('is stored before it starts, and in the end with all that was measured', async () => {
    const { bench, store, started, ended } = benchWithFakes();
    const { id } = await bench.start({ ...MLP, name: 'first', tags: ['a'] });
    expect(store.getRun(id)).toMatchObject({ name: 'first', tags: ['a'] });
    const execution = await started(1);
    execution.load();
    execution.samples(1, 2);
    execution.samples(3, 4);
    execution.succeed();
    const run = await ended(id);
    expect(run).toMatchObject({
      status: 'done',
      error: null,
      phases: { loadMs: 10, firstRunMs: 5, warmupMs: 20, measuredMs: 10 },
      latencyMs: { count: 4, mean: 2.5, min: 1, max: 4 },
      throughput: { samplesPerSecond: 400, tokensPerSecond: null },
      // Two for each multiply-add of 64 → 64 → 64 → 10, at the median of 2.5 ms.
      work: { flops: 17_664, flopsPerSecond: 17_664 / 0.0025 },
      environment: { host: 'here', onnxRuntime: '9.9.9' },
    });
    expect(run.model.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect([...store.readSamples(id).latenciesMs]).toEqual([1, 2, 3, 4]);
    expect(store.getSeries(id)?.sampleCount).toBe(4);
  });

  it('is recorded with its hardware, from before its worker started on', async () => {
    const { bench, store, started, ended, feed } = benchWithFakes();
    feed.tellCatalog(aCatalog(1, ['cpu/cpu.use']));
    feed.tell([performance.now(), 20]);
    const { id } = await bench.start(MLP);
    const execution = await started(1);
    feed.tell([performance.now(), 30]);
    execution.load();
    feed.tell([performance.now(), 70]);
    execution.samples(1, 2, 3, 4);
    execution.succeed();
    feed.tell([performance.now(), 90]);
    const run = await ended(id);
    expect(run.hardware).toMatchObject({ cpuMaxPercent: expect.any(Number) as number, gpuMaxPercent: null });
    expect(run.hardware?.cpuMaxPercent).toBeGreaterThanOrEqual(70);
    const recording = store.recordingOfRun(id);
    expect(recording?.sampleCount).toBeGreaterThanOrEqual(3);
    expect(recording?.originMs).not.toBeNull();
    expect(recording?.endedAt).not.toBeNull();
  });

  it('is whole although its hardware cannot be stored', async () => {
    const refuse = (): never => {
      throw new Error('no room');
    };
    const { bench, started, ended, feed } = benchWithFakes((store) => ({
      ...store,
      appendRecordingBlock: refuse,
    }));
    feed.tellCatalog(aCatalog(1, ['cpu/cpu.use']));
    feed.tell([performance.now(), 20]);
    const { id } = await bench.start(MLP);
    const execution = await started(1);
    execution.load();
    execution.samples(1, 2, 3, 4);
    execution.succeed();
    expect(await ended(id)).toMatchObject({ status: 'done', latencyMs: { count: 4 }, hardware: null });
  });

  it('keeps the first run’s outputs with its details', async () => {
    const { bench, store, started, ended } = benchWithFakes();
    const { id } = await bench.start(MLP);
    const outputs = [
      {
        name: 'y',
        type: 'float32',
        shape: [1, 2],
        count: 2,
        notANumber: 1,
        infinite: 0,
        stride: 1,
        values: [1, null],
      },
    ] as const;
    const execution = await started(1);
    execution.samples(1);
    execution.succeed(false, { outputs });
    await ended(id);
    expect(store.getDetails(id).outputs).toEqual(outputs);
  });

  it('tells whoever looks how far it is, with points that a late page gets as well', async () => {
    const { bench, events, started } = benchWithFakes();
    const { id } = await bench.start(MLP);
    const execution = await started(1);
    execution.load();
    execution.samples(...Array.from({ length: 1000 }, (_value, index) => 1 + index / 1000));
    const steps = events.filter((event) => event.type === 'run-progress').map(({ progress }) => progress);
    const last = steps.at(-1) as RunProgress;
    expect(last).toMatchObject({ runId: id, phase: 'measuring', iterationsDone: 1000, warmupDone: 2 });
    expect(last.atSeconds).toHaveLength(64);
    expect(last.running?.p50).toBeCloseTo(1.5, 1);
    const [live] = bench.live();
    expect(live?.iterationsDone).toBe(1000);
    expect(live?.atSeconds).toEqual(last.atSeconds);
    execution.succeed();
  });

  it('keeps what the worker warned of with its notes', async () => {
    const { bench, started, ended } = benchWithFakes();
    const { id } = await bench.start(MLP);
    const execution = await started(1);
    execution.warn('Some operators ran on the CPU.');
    execution.samples(1);
    execution.succeed();
    expect((await ended(id)).notes).toContain('Some operators ran on the CPU.');
  });

  it('fails with the runtime’s reason where the model is refused', async () => {
    const { bench, started, ended } = benchWithFakes();
    const { id } = await bench.start(MLP);
    const error = new DynoError({ code: 'MODEL_REFUSED', message: 'No.', subject: 'm', nextStep: 'Export.' });
    (await started(1)).end({ kind: 'refused', error });
    expect(await ended(id)).toMatchObject({
      status: 'failed',
      error: { code: 'MODEL_REFUSED' },
      latencyMs: null,
    });
  });
});

describe('a worker that dies', () => {
  it('leaves its run crashed with everything that was flushed, and the next one runs', async () => {
    const { bench, store, started, ended } = benchWithFakes();
    const { id } = await bench.start(MLP);
    const execution = await started(1);
    execution.load();
    execution.samples(5, 6, 7);
    execution.kill();
    expect(await ended(id)).toMatchObject({
      status: 'crashed',
      latencyMs: { count: 3, p50: 6 },
      phases: { loadMs: 10, measuredMs: 18 },
      error: { code: 'WORKER_CRASHED' },
    });
    expect(store.getSeries(id)?.sampleCount).toBe(3);

    const next = await bench.start(MLP);
    const second = await started(2);
    second.samples(1);
    second.succeed();
    expect((await ended(next.id)).status).toBe('done');
  });
});

describe('stopping', () => {
  it('keeps what a running one had measured', async () => {
    const { bench, started, ended } = benchWithFakes();
    const { id } = await bench.start(MLP);
    const execution = await started(1);
    execution.load();
    execution.samples(2);
    bench.stop(id);
    expect(await ended(id)).toMatchObject({ status: 'stopped', latencyMs: { count: 1 }, error: null });
  });

  it('kills a worker that does not come to the end of its iteration', async () => {
    const { bench, started, ended } = benchWithFakes();
    const { id } = await bench.start(MLP);
    const execution = await started(1);
    execution.samples(2);
    execution.stop = () => undefined;
    bench.stop(id);
    expect(await ended(id)).toMatchObject({ status: 'stopped', latencyMs: { count: 1 } });
  });

  it('takes a waiting one out at once, and one that is over stays as it is', async () => {
    const { bench, executor, started, ended } = benchWithFakes();
    const first = await bench.start(MLP);
    const second = await bench.start(MLP);
    bench.stop(second.id);
    expect((await ended(second.id)).status).toBe('stopped');
    const execution = await started(1);
    execution.samples(1);
    execution.succeed();
    expect((await ended(first.id)).status).toBe('done');
    bench.stop(first.id);
    expect((await ended(first.id)).status).toBe('done');
    expect(executor.started).toHaveLength(1);
  });

  it('ends one whose model is still being written', async () => {
    const { bench, executor, ended } = benchWithFakes();
    const { id } = await bench.start({ ...MLP, model: { kind: 'demo', location: 'demo:encoder-base' } });
    await vi.waitFor(() => {
      expect(bench.live()[0]?.phase).toBe('preparing');
    }, PATIENT);
    bench.stop(id);
    expect(await ended(id)).toMatchObject({ status: 'stopped', error: null });
    expect(executor.started).toHaveLength(0);
  });

  it('refuses a run that nobody knows', () => {
    const { bench } = benchWithFakes();
    expect(() => bench.stop('nothing')).toThrow(expect.objectContaining({ code: 'RUN_NOT_FOUND' }));
  });

  it('ends every run when the program closes', async () => {
    const { bench, store, started } = benchWithFakes();
    const first = await bench.start(MLP);
    const second = await bench.start(MLP);
    await started(1);
    await bench.close();
    expect([first, second].map(({ id }) => store.getRun(id)?.status)).toEqual(['stopped', 'stopped']);
    await expect(bench.start(MLP)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });
});

describe('turns', () => {
  it('come one at a time and in order, and each says for whom it waits', async () => {
    const { bench, executor, started, ended } = benchWithFakes();
    const first = await bench.start(MLP);
    const second = await bench.start(MLP);
    const execution = await started(1);
    expect(bench.live().map((live) => live.waitingFor)).toEqual([null, 'this program (demo:mlp-tiny)']);
    expect(executor.started).toHaveLength(1);
    execution.samples(1);
    execution.succeed();
    await ended(first.id);
    (await started(2)).succeed();
    expect((await ended(second.id)).status).toBe('done');
  });

  it('wait for another program on the machine, and name it', async () => {
    const { bench, lock, executor, started, ended } = benchWithFakes();
    lock.other = { pid: 77, what: 'demo:cnn-base' };
    const { id } = await bench.start(MLP);
    await vi.waitFor(() => {
      expect(bench.live()[0]?.waitingFor).toBe('another program (pid 77: demo:cnn-base)');
    }, PATIENT);
    expect(executor.started).toHaveLength(0);
    lock.other = null;
    (await started(1)).succeed();
    expect((await ended(id)).status).toBe('done');
    expect(lock.held).toBe(false);
  });

  it('are refused at once where nobody wants to wait, and nothing is stored', async () => {
    const { bench, store, lock, started } = benchWithFakes();
    lock.other = { pid: 77, what: 'demo:cnn-base' };
    await expect(bench.start({ ...MLP, wait: false })).rejects.toMatchObject({ code: 'MEASUREMENT_BUSY' });
    lock.other = null;
    await bench.start({ ...MLP, wait: false });
    await started(1);
    await expect(bench.start({ ...MLP, wait: false })).rejects.toMatchObject({
      code: 'MEASUREMENT_BUSY',
      subject: 'this program (demo:mlp-tiny)',
    });
    expect(store.listRuns()).toHaveLength(1);
  });
});

describe('a store that fails in the middle', () => {
  const full = new DynoError({
    code: 'STORE_FULL',
    message: 'Full.',
    subject: 'disk',
    nextStep: 'Free space.',
  });

  it('ends the run with that error, and the program lives', async () => {
    let isFull = true;
    const { bench, started, ended } = benchWithFakes((store) =>
      over(store, {
        appendSamples(id, batch) {
          if (isFull) throw full;
          store.appendSamples(id, batch);
        },
      }),
    );
    const { id } = await bench.start(MLP);
    (await started(1)).samples(1);
    expect(await ended(id)).toMatchObject({ status: 'failed', error: { code: 'STORE_FULL' } });
    isFull = false;
    const next = await bench.start(MLP);
    const second = await started(2);
    second.samples(1);
    second.succeed();
    expect((await ended(next.id)).status).toBe('done');
  });

  it('tells the end of a run that could not be stored at all', async () => {
    let isFull = false;
    const { bench, store, started } = benchWithFakes((open) =>
      over(open, {
        updateRun(id, change) {
          if (isFull) throw full;
          open.updateRun(id, change);
        },
      }),
    );
    const run = await bench.start(MLP);
    const execution = await started(1);
    isFull = true;
    execution.succeed();
    await vi.waitFor(() => {
      expect(bench.live()).toHaveLength(0);
    }, PATIENT);
    const stored = store.getRun(run.id);
    expect(stored?.status).toBe('running');
    expect(bench.asItIs(stored ?? run)).toMatchObject({ status: 'failed', error: { code: 'STORE_FULL' } });
  });
});

function over(store: Store, changes: Partial<Store>): Store {
  return { ...store, ...changes };
}
