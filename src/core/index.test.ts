import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchRequest } from '../contract/run.ts';
import { openCore, temporaryFolder } from './core.test-support.ts';
import { buildDemo, encodeNpy, writeModel } from './model/index.ts';
import type { OnnxModel } from './model/index.ts';
import { openStore } from './store/open-store.ts';
import { currentOwner } from './store/owner.ts';
import { aRun } from './store/run.fixture.ts';

const MLP: BenchRequest = { model: { kind: 'demo', location: 'demo:mlp-tiny' } };

function write(model: OnnxModel, path: string): string {
  const parts: Uint8Array[] = [];
  writeModel(model, { write: (bytes) => void parts.push(bytes.slice()) });
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

function fileRequest(location: string, more: Partial<BenchRequest> = {}): BenchRequest {
  return { model: { kind: 'file', location }, iterations: 3, ...more };
}

describe('a benchmark from request to store', () => {
  it('measures a demo model and keeps every sample', async () => {
    const { core, bench } = await openCore();
    const run = await bench({ ...MLP, iterations: 2000, warmup: 20, threads: 1, name: 'whole' });
    expect(run).toMatchObject({ name: 'whole', status: 'done', error: null });
    expect(run.latencyMs?.count).toBe(2000);
    const { latencyMs, phases } = run;
    if (latencyMs === null) throw new Error('Nothing was measured.');
    expect(latencyMs.min).toBeGreaterThan(0);
    expect(latencyMs.min).toBeLessThanOrEqual(latencyMs.p50);
    expect(latencyMs.p50).toBeLessThanOrEqual(latencyMs.max);
    // Every interval lies inside the measured time, so their sum does as well.
    expect(latencyMs.mean * 2000).toBeLessThanOrEqual((phases.measuredMs ?? 0) + 1e-6);
    expect(Object.values(phases).every((ms) => ms !== null && ms > 0)).toBe(true);
    expect(run.throughput?.samplesPerSecond).toBeCloseTo(1000 / latencyMs.mean, 6);
    expect(run.environment?.onnxRuntime).toMatch(/^1\./);

    const exported = JSON.parse((await core.api.exportRun(run.id, 'json')).text) as object;
    expect(JSON.stringify(exported)).toContain(run.id);
    const csv = await core.api.exportRun(run.id, 'csv');
    expect(csv.text.trim().split('\n').length).toBeGreaterThanOrEqual(2000);
    expect((await core.api.getSeries(run.id))?.sampleCount).toBe(2000);
    await expect(core.api.compareRuns([run.id, run.id])).rejects.toThrow('named twice');
    expect((await core.api.listModels())[0]?.ref).toEqual(MLP.model);
  });

  it('ends with the time budget where no count is given', async () => {
    const { bench } = await openCore();
    const run = await bench({ ...MLP, durationMs: 150, threads: 1 });
    expect(run.status).toBe('done');
    expect(run.phases.measuredMs).toBeGreaterThanOrEqual(150);
    expect(run.latencyMs?.count).toBeGreaterThan(10);
  });

  it('feeds the user’s own values and shapes', async () => {
    const { folder, bench } = await openCore();
    const values = join(folder, 'features.npy');
    writeFileSync(
      values,
      encodeNpy({ type: 'float32', shape: [3, 64], data: new Float32Array(192).fill(0.5) }),
    );
    const run = await bench({ ...MLP, iterations: 5, inputFiles: { features: values } });
    expect(run).toMatchObject({ status: 'done', config: { batch: 3 } });
    expect(run.config.inputs).toEqual([
      { name: 'features', type: 'float32', shape: [3, 64], values: 'from features.npy' },
    ]);
  });

  it('keeps what was measured when it is stopped in the middle', async () => {
    const { core, progress, ended } = await openCore();
    const measuring = progress((step) => step.iterationsDone > 0);
    const { id } = await core.api.startBench({ ...MLP, durationMs: 60_000, threads: 1 });
    await measuring;
    await core.api.stopRun(id);
    const run = await ended(id);
    expect(run).toMatchObject({ status: 'stopped', error: null });
    expect(run.latencyMs?.count).toBeGreaterThan(0);
  });
});

describe('a worker killed in the middle', () => {
  it('leaves a crashed run with its samples, and the next run is done', async () => {
    const { core, ports, progress, ended, bench } = await openCore();
    const measuring = progress((step) => step.iterationsDone > 0);
    const { id } = await core.api.startBench({ ...MLP, durationMs: 60_000, threads: 1 });
    const seen = await measuring;
    ports.workers.at(-1)?.kill();
    const run = await ended(id);
    expect(run).toMatchObject({ status: 'crashed', error: { code: 'WORKER_CRASHED' } });
    expect(run.error?.message).toContain('SIGKILL');
    expect(run.latencyMs?.count).toBeGreaterThanOrEqual(seen.iterationsDone);
    expect((await core.api.getSeries(id))?.sampleCount).toBe(run.latencyMs?.count);
    expect((await bench({ ...MLP, iterations: 5 })).status).toBe('done');
  });
});

describe('two programs on one store and machine', () => {
  it('see each other’s runs, and the second waits for the first by name', async () => {
    const folder = temporaryFolder();
    const one = await openCore(folder);
    const two = await openCore(folder);
    const measuring = one.progress((step) => step.iterationsDone > 0);
    const first = await one.core.api.startBench({ ...MLP, durationMs: 60_000, threads: 1 });
    await measuring;
    expect((await two.core.api.getRun(first.id)).status).toBe('running');
    await expect(two.core.api.startBench({ ...MLP, wait: false })).rejects.toMatchObject({
      code: 'MEASUREMENT_BUSY',
    });
    const waits = two.progress((step) => step.waitingFor !== null);
    const second = await two.core.api.startBench({ ...MLP, iterations: 5 });
    expect((await waits).waitingFor).toBe(`another program (pid ${process.pid}: demo:mlp-tiny)`);
    await one.core.api.stopRun(first.id);
    expect((await two.ended(second.id)).status).toBe('done');
  });

  it('tell a page when the other one wrote', async () => {
    const folder = temporaryFolder();
    const one = await openCore(folder);
    const two = await openCore(folder);
    const noticed = new Promise<void>((resolve) => {
      two.core.subscribe((event) => {
        if (event.type === 'runs-changed' && event.runIds === 'unknown') resolve();
      });
    });
    await one.bench({ ...MLP, iterations: 5 });
    await noticed;
    expect(await two.core.api.listRuns({})).toHaveLength(1);
  });
});

describe('what cannot be run', () => {
  it('is refused with a code before anything is stored, whatever is the matter with the file', async () => {
    const { core, folder } = await openCore();
    const path = (name: string): string => join(folder, name);
    writeFileSync(path('text.onnx'), 'This is not a model, but a letter to somebody.\n');
    writeFileSync(path('empty.onnx'), '');
    mkdirSync(path('folder.onnx'));
    const whole = write(buildDemo('demo:mlp-tiny'), path('cut.onnx'));
    truncateSync(whole, 2000);
    const refused = async (name: string): Promise<string> =>
      core.api.startBench(fileRequest(path(name))).then(
        () => 'accepted',
        (error: { code: string }) => error.code,
      );
    expect(await refused('text.onnx')).toBe('MODEL_INVALID');
    expect(await refused('empty.onnx')).toBe('MODEL_INVALID');
    expect(await refused('cut.onnx')).toBe('MODEL_INVALID');
    expect(await refused('folder.onnx')).toBe('FILE_NOT_READABLE');
    expect(await refused('nowhere.onnx')).toBe('FILE_NOT_FOUND');
    expect(await core.api.listRuns({})).toEqual([]);
  });

  it('is a model whose external data is missing or too short', async () => {
    const { core, folder } = await openCore();
    const file = write(withExternalWeights(buildDemo('demo:mlp-tiny')), join(folder, 'external.onnx'));
    await expect(core.api.startBench(fileRequest(file))).rejects.toMatchObject({
      code: 'MODEL_EXTERNAL_DATA_MISSING',
      subject: join(folder, 'weights.bin'),
    });
    writeFileSync(join(folder, 'weights.bin'), 'short');
    await expect(core.api.startBench(fileRequest(file))).rejects.toMatchObject({
      code: 'MODEL_EXTERNAL_DATA_MISSING',
    });
    expect((await core.api.inspectModel({ kind: 'file', location: file })).externalData).toEqual([
      { path: join(folder, 'weights.bin'), bytes: 5 },
    ]);
  });

  it('is a shape that does not fit, and a batch that no memory holds, and no model is written for it', async () => {
    const { core, ports } = await openCore();
    await expect(core.api.startBench({ ...MLP, shapes: { features: [1, 3] } })).rejects.toMatchObject({
      code: 'SHAPE_INVALID',
    });
    const large = {
      ...MLP,
      model: { kind: 'demo', location: 'demo:encoder-base' } as const,
      batch: 1_000_000,
    };
    await expect(core.api.startBench(large)).rejects.toMatchObject({ code: 'DOES_NOT_FIT' });
    expect((await core.api.planBench(large)).refusal?.message).toMatch(/needs about .* are available/);
    expect(readdirSync(ports.paths.data)).not.toContain('models');
  });

  it('is an operator that the runtime does not know: the run fails, and says so', async () => {
    const { folder, bench } = await openCore();
    const file = write(withUnknownOperator(buildDemo('demo:mlp-tiny')), join(folder, 'unknown.onnx'));
    const run = await bench(fileRequest(file));
    expect(run).toMatchObject({ status: 'failed', error: { code: 'MODEL_REFUSED' } });
    expect(run.error?.message).toContain('Conjure');
    expect(run.error?.message).not.toMatch(/onnxruntime_src|\.cc:/);
  });

  it('is a provider that this machine has not: the run fails, and names another', async () => {
    const { bench } = await openCore();
    const run = await bench({ ...MLP, iterations: 3, provider: 'cuda' });
    // A machine with CUDA runs it instead.
    if (run.status === 'done') return;
    expect(run).toMatchObject({ status: 'failed', error: { code: 'PROVIDER_UNAVAILABLE', subject: 'cuda' } });
    expect(run.error?.nextStep).toContain('--provider cpu');
  });
});

describe('planning', () => {
  it('shows all twelve levels and learns its estimate from what was measured', async () => {
    const { core, bench } = await openCore();
    const before = await core.api.planBench(MLP);
    expect(before.levels).toHaveLength(12);
    expect(before.estimate?.basis).toContain('rough guess');
    expect(before.command).toBe('dyno bench demo:mlp-tiny');
    await bench({ ...MLP, iterations: 50 });
    const after = await core.api.planBench(MLP);
    expect(after.estimate?.basis).toContain('an earlier run at batch 1');
  });

  it('greys out what cannot fit, in numbers, and whatever lies above it', async () => {
    const { core } = await openCore();
    const { levels } = await core.api.planBench({ model: { kind: 'demo', location: 'demo:decoder-base' } });
    expect(levels.at(-1)).toMatchObject({ level: 'perfect', fits: false });
    expect(levels.at(-1)?.reason).toMatch(/needs about .*, .* are available/);
    const first = levels.findIndex(({ fits }) => !fits);
    expect(levels.slice(first).every(({ fits }) => !fits)).toBe(true);
  });
});

describe('closing', () => {
  it('waits for an edit of many runs that is under way', async () => {
    const { core, folder } = await openCore();
    const ids = Array.from({ length: 300 }, (_, index) => `r${index}`);
    const store = openStore({ folder: join(folder, 'data'), wallNow: () => 0 });
    for (const id of ids) store.insertRun(aRun(id), currentOwner());
    const editing = core.api.editRuns(ids, { addTags: ['all'] });
    await core.close();
    const tagged = store.listRuns({ text: 'all' }).length;
    store.close();
    expect([tagged, (await editing).length]).toEqual([300, 300]);
  });
});

describe('the bin', () => {
  it('takes runs and gives them back, but none that goes on', async () => {
    const { core, bench, progress, ended } = await openCore();
    const run = await bench({ ...MLP, iterations: 3 });
    await core.api.deleteRuns([run.id]);
    expect(await core.api.listRuns({})).toEqual([]);
    await core.api.restoreRuns([run.id]);
    expect(await core.api.listRuns({})).toHaveLength(1);

    const measuring = progress((step) => step.iterationsDone > 0);
    const { id } = await core.api.startBench({ ...MLP, durationMs: 60_000 });
    await measuring;
    await expect(core.api.deleteRuns([id])).rejects.toMatchObject({ code: 'USAGE' });
    await core.api.stopRun(id);
    await ended(id);
  });
});

function withExternalWeights(model: OnnxModel): OnnxModel {
  const [first, ...rest] = model.graph.initializer;
  if (first === undefined) throw new Error('The demo model has no weights.');
  const { payload: _payload, ...bare } = first;
  const external = {
    ...bare,
    dataLocation: 1,
    externalData: [
      { key: 'location', value: 'weights.bin' },
      { key: 'length', value: '16384' },
    ],
  };
  return { ...model, graph: { ...model.graph, initializer: [external as typeof first, ...rest] } };
}

function withUnknownOperator(model: OnnxModel): OnnxModel {
  const [first, ...rest] = model.graph.node;
  if (first === undefined) throw new Error('The demo model has no operators.');
  return { ...model, graph: { ...model.graph, node: [{ ...first, opType: 'Conjure' }, ...rest] } };
}
