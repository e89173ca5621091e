import { describe, expect, it, vi } from 'vitest';
import type { DynoError } from '../../../contract/errors.ts';
import type { Sweep, SweepRequest } from '../../../contract/sweep.ts';
import { benchWithFakes, MLP, PATIENT } from '../bench.test-support.ts';
import { currentOwner } from '../../store/owner.ts';
import { planBench } from '../planner.ts';
import { Sweeps } from './sweeps.ts';

const WEBGPU = { name: 'webgpu', available: false, reason: 'No adapter was found.' } as const;

function sweepsWithFakes() {
  const fakes = benchWithFakes();
  const { bench, store, models, events } = fakes;
  const create = () =>
    new Sweeps({
      store,
      bench,
      owner: currentOwner(),
      clock: { monotonic: () => performance.now(), wall: () => Date.now() },
      log: { debug: () => undefined, warn: () => undefined, error: () => undefined },
      emit: (event) => void events.push(event),
      planner: {
        plan: (request) => planBench(request, { store, models, describeInputFiles: async () => [] }),
        inspect: (model) => models.inspect(model),
        runtime: async () => ({ onnxRuntime: '9', providers: [WEBGPU] }),
      },
    });
  const sweeps = create();
  return {
    ...fakes,
    sweeps,
    create,
    /** The next run of the executor takes so many ms each time, and ends. */
    async measure(count: number, ms: number): Promise<void> {
      const execution = await fakes.started(count);
      execution.load();
      execution.samples(ms, ms, ms);
      execution.succeed();
    },
    over: (id: string): Promise<Sweep> =>
      vi.waitFor(() => {
        const sweep = store.resolveSweep(id);
        if (sweep.status === 'queued' || sweep.status === 'running') throw new Error('It goes on.');
        return sweep;
      }, PATIENT),
  };
}

const byBatch: SweepRequest = { base: MLP, axes: { batch: [4, 1, 2] } };

describe('a sweep’s cells', () => {
  it('are every combination, the cheapest first, those of other providers and threads next to each other', async () => {
    const { sweeps } = sweepsWithFakes();
    const { cells, name } = await sweeps.planSweep({
      base: MLP,
      axes: { batch: [64, 1], threads: [1, 2], level: ['basic', 'advanced'] },
    });
    expect(cells.map(({ batch, level, threads }) => `${batch} ${level} ${threads}`)).toEqual([
      '1 basic 1',
      '1 basic 2',
      '1 advanced 1',
      '1 advanced 2',
      '64 basic 1',
      '64 basic 2',
      '64 advanced 1',
      '64 advanced 2',
    ]);
    expect(cells.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(name).toBe('mlp-tiny by batch, threads, level');
  });

  it('are one where the model has no such axis', async () => {
    const { sweeps } = sweepsWithFakes();
    const { cells } = await sweeps.planSweep({ base: MLP, axes: { sequence: [128, 256] } });
    expect(cells).toMatchObject([{ sequence: null, state: 'waiting' }]);
  });

  it('are skipped, with the numbers or the reason, where they cannot run', async () => {
    const { sweeps } = sweepsWithFakes();
    const { cells } = await sweeps.planSweep({
      base: MLP,
      axes: { batch: [1, 2_000_000_000], provider: ['cpu', 'webgpu'] },
    });
    const told = cells.map(({ batch, provider, state, error }) => [batch, provider, state, error?.code]);
    expect(told.sort()).toEqual([
      [1, 'cpu', 'waiting', undefined],
      [1, 'webgpu', 'skipped', 'PROVIDER_UNAVAILABLE'],
      [2_000_000_000, 'cpu', 'skipped', 'DOES_NOT_FIT'],
      [2_000_000_000, 'webgpu', 'skipped', 'PROVIDER_UNAVAILABLE'],
    ]);
    expect(cells.find(({ error }) => error?.code === 'DOES_NOT_FIT')?.error?.needBytes).toBeGreaterThan(1e9);
  });

  it('are refused where there are too many', async () => {
    const { sweeps } = sweepsWithFakes();
    const many = Array.from({ length: 100 }, (_, index) => index + 1);
    await expect(sweeps.planSweep({ base: MLP, axes: { batch: many, threads: many } })).rejects.toMatchObject(
      { code: 'USAGE', message: expect.stringContaining('10000') as string },
    );
  });

  it('are not even begun where none of them can run', async () => {
    const { sweeps, store } = sweepsWithFakes();
    const refused = sweeps.startSweep({ base: MLP, axes: { batch: [2_000_000_000] } });
    await expect(refused).rejects.toMatchObject({ code: 'DOES_NOT_FIT' });
    expect(store.listSweeps()).toEqual([]);
  });
});

describe('a sweep', () => {
  it('measures one cell after the other, each a run of its own, and tells the law', async () => {
    const { sweeps, store, measure, over, events } = sweepsWithFakes();
    const { id } = await sweeps.startSweep({ ...byBatch, tags: ['nightly'] });
    await measure(1, 2);
    await measure(2, 3);
    await measure(3, 5);
    const sweep = await over(id);
    expect(sweep).toMatchObject({ status: 'done', remainingMs: 0 });
    expect(sweep.cells.map(({ batch, p50Ms, state }) => [batch, p50Ms, state])).toEqual([
      [1, 2, 'done'],
      [2, 3, 'done'],
      [4, 5, 'done'],
    ]);
    expect(sweep.scaling).toMatchObject([{ metric: 'latency', variable: 'batch', law: 'linear' }]);
    expect(sweep.scaling[0]?.words).toBe('1.00 ms + 1.00 ms per sample (batch)');
    expect(sweep.efficiency[0]?.words).toBe('batch 4 does 1.60× the samples/s of batch 1');
    const runs = store.listRuns();
    expect(runs.map(({ sweepId, tags }) => [sweepId, ...tags])).toEqual(Array(3).fill([id, 'nightly']));
    const steps = events.filter((event) => event.type === 'sweep-progress');
    expect(
      steps.filter(({ sweep: { cells } }) => cells.some(({ state }) => state === 'running')),
    ).toHaveLength(3);
  });

  it('goes on after a cell that failed', async () => {
    const { sweeps, started, measure, over } = sweepsWithFakes();
    const { id } = await sweeps.startSweep(byBatch);
    (await started(1)).kill();
    await measure(2, 3);
    await measure(3, 5);
    const { status, cells } = await over(id);
    expect(status).toBe('done');
    expect(cells.map(({ state, error }) => [state, error?.code])).toEqual([
      ['failed', 'WORKER_CRASHED'],
      ['done', undefined],
      ['done', undefined],
    ]);
  });

  it('says how much faster than the processor each provider was', async () => {
    const { sweeps, measure, over } = sweepsWithFakes();
    const { id } = await sweeps.startSweep({
      base: { ...MLP, executor: 'fake:normal(10ms,0.2ms)' },
      axes: { provider: ['cpu', 'webgpu'] },
    });
    await measure(1, 6);
    await measure(2, 2);
    expect((await over(id)).cells.map(({ speedUp }) => speedUp)).toEqual([1, 3]);
  });

  it('keeps what is done when it is stopped, and measures the rest when it goes on', async () => {
    const { sweeps, started, measure, over } = sweepsWithFakes();
    const { id } = await sweeps.startSweep(byBatch);
    await measure(1, 2);
    (await started(2)).samples(3);
    await sweeps.stopSweep(id);
    const stopped = await over(id);
    expect(stopped.status).toBe('stopped');
    expect(stopped.cells.map(({ state }) => state)).toEqual(['done', 'stopped', 'waiting']);

    await sweeps.resumeSweep(id);
    await measure(3, 3);
    await measure(4, 5);
    const resumed = await over(id);
    expect(resumed.status).toBe('done');
    expect(resumed.cells.map(({ p50Ms }) => p50Ms)).toEqual([2, 3, 5]);
    await expect(sweeps.resumeSweep(id)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('whose program died is crashed, and another program measures the rest', async () => {
    const { sweeps, store, create, measure, over } = sweepsWithFakes();
    const { cells, ...rest } = await sweeps.planSweep(byBatch);
    const [first, second, third] = cells as [Sweep['cells'][0], Sweep['cells'][0], Sweep['cells'][0]];
    const inTheMiddle: Sweep = {
      ...rest,
      status: 'running',
      cells: [{ ...first, state: 'done', p50Ms: 2 }, { ...second, state: 'running' }, third],
    };
    store.insertSweep(inTheMiddle, { pid: 2 ** 22 + 1, startedAt: 'gone' });
    const other = create();
    expect(await other.getSweep(rest.id)).toMatchObject({ status: 'crashed' });
    await other.resumeSweep(rest.id);
    await measure(1, 3);
    await measure(2, 5);
    expect((await over(rest.id)).cells.map(({ p50Ms }) => p50Ms)).toEqual([2, 3, 5]);
  });

  it('is not taken from a program that still measures it', async () => {
    const { sweeps, store, create } = sweepsWithFakes();
    const sweep = await sweeps.planSweep(byBatch);
    store.insertSweep({ ...sweep, status: 'running' }, currentOwner());
    await expect(create().resumeSweep(sweep.id)).rejects.toMatchObject({ code: 'USAGE' });
    await expect(create().stopSweep(sweep.id)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('waits for the one before it', async () => {
    const { sweeps, executor, measure, over } = sweepsWithFakes();
    const one: SweepRequest = { base: MLP, axes: { batch: [1] } };
    const first = await sweeps.startSweep(one);
    const second = await sweeps.startSweep(one);
    await measure(1, 1);
    await over(first.id);
    await measure(2, 1);
    expect((await over(second.id)).status).toBe('done');
    expect(executor.started).toHaveLength(2);
  });

  it('takes no more cells when the program ends', async () => {
    const { sweeps, bench, started, over } = sweepsWithFakes();
    const { id } = await sweeps.startSweep(byBatch);
    (await started(1)).samples(1);
    sweeps.halt();
    await bench.close();
    await sweeps.idle();
    expect((await over(id)).cells.map(({ state }) => state)).toEqual(['stopped', 'waiting', 'waiting']);
  });

  it('is found by its id, its beginning, its name and as the last; and not otherwise', async () => {
    const { sweeps, measure, over } = sweepsWithFakes();
    const { id } = await sweeps.startSweep({ base: MLP, axes: { batch: [1] }, name: 'small' });
    await measure(1, 1);
    await over(id);
    for (const reference of [id, id.slice(0, 4), 'small', 'last']) {
      expect((await sweeps.getSweep(reference)).id).toBe(id);
    }
    const missing: unknown = await sweeps.getSweep('nothing').catch((error: unknown) => error);
    expect((missing as DynoError).code).toBe('SWEEP_NOT_FOUND');
  });
});
