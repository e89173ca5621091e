import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunFacts } from '../../contract/run-list.ts';
import type { Run } from '../../contract/run.ts';
import { columnsOf, facts, wobble } from '../analysis/history/history.fixture.ts';
import { aRun } from '../store/run.fixture.ts';
import { currentOwner } from '../store/owner.ts';
import { emptyFolder, open } from '../store/store.fixture.ts';
import { environmentChange } from './environment-change.ts';
import { historyApi } from './history-api.ts';

const HERE = {
  cpu: { model: 'A processor', cores: 8, physicalCores: 4 },
  memoryBytes: 16e9,
  os: { name: 'Linux', kernel: '6.1', arch: 'x64' },
  gpus: [],
  node: '24.0.0',
  electron: null,
  onnxRuntime: '1.29.0',
  dyno: '0.1.0',
  git: null,
  host: 'bench-1',
} as const;
const THERE = { ...HERE, onnxRuntime: '1.30.0' };

function anApi(all: RunFacts[], runs: Run[] = []) {
  const store = open(emptyFolder());
  for (const run of runs) store.insertRun(run, currentOwner());
  let columns = columnsOf(all);
  let told = 0;
  const api = historyApi({
    store,
    allRuns: async () => columns,
    noiseOf: () => null,
    identifyFile: async (path) =>
      path.endsWith('moved.onnx') ? { contentHash: all[0]?.contentHash ?? '', name: 'moved.onnx' } : null,
    changed: () => (told += 1),
  });
  return { api, store, told: () => told, become: (next: RunFacts[]) => (columns = columnsOf(next)) };
}

const slower = Array.from({ length: 40 }, (_, at) =>
  facts(at, { p50Ms: (at < 20 ? 100 : 130) * wobble(at) }),
);

describe('histories', () => {
  it('are found by name, hash and path, and tell what else changed with a level', async () => {
    const runs = ['r0019', 'r0020'].map((id, at) => aRun(id, { environment: at === 0 ? HERE : THERE }));
    const { api } = anApi(slower, runs);
    const folder = emptyFolder();
    writeFileSync(join(folder, 'moved.onnx'), '');
    for (const model of ['net.onnx', 'a1a1a1', join(folder, 'moved.onnx')]) {
      const { changes } = await api.getHistory({ model });
      expect(changes).toMatchObject([{ index: 20, cause: 'environment' }]);
      expect(changes[0]?.sentence).toContain('another environment: ONNX Runtime 1.29.0 → 1.30.0.');
    }
    expect((await api.listHistories()).map(({ names }) => names)).toEqual([['net.onnx']]);
  });

  it('follow what is added', async () => {
    const { api, become } = anApi(slower.slice(0, 20));
    expect((await api.getHistory({ model: 'net.onnx' })).points.runIds).toHaveLength(20);
    become(slower);
    expect((await api.getHistory({ model: 'net.onnx' })).points.runIds).toHaveLength(40);
  });

  it('that are none, or several, are errors that say so', async () => {
    const { api } = anApi([facts(1), facts(2, { model: 'net2.onnx', contentHash: 'b2'.repeat(32) })]);
    await expect(api.getHistory({ model: 'nothing' })).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' });
    await expect(api.getHistory({ model: 'net' })).rejects.toMatchObject({
      code: 'HISTORY_NOT_FOUND',
      message: '"net" may be 2 models: net2.onnx (b2b2b2b2), net.onnx (a1a1a1a1).',
    });
    await expect(api.getHistory({ model: 'net.onnx', benchmark: 'cuda' })).rejects.toMatchObject({
      nextStep: 'Name one of: cpu · 1 × 128 (one).',
    });
    expect((await anApi([]).api.listHistories()).length).toBe(0);
  });

  it('choose a benchmark by its key or by words of its label', async () => {
    const { api } = anApi([facts(1), facts(2), facts(3, { benchmark: 'two', provider: 'webgpu' })]);
    const keyOf = async (benchmark?: string) =>
      (await api.getHistory({ model: 'net.onnx', ...(benchmark !== undefined && { benchmark }) })).benchmark
        .key;
    expect([await keyOf(), await keyOf('two'), await keyOf('webgpu 128')]).toEqual(['one', 'two', 'two']);
    await expect(keyOf('128')).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' });
  });

  it('keep a goal with the model, whichever of its versions comes to be the first', async () => {
    const renamed = slower.map((run, at) => (at < 20 ? { ...run, contentHash: 'b2'.repeat(32) } : run));
    const { api, become, told } = anApi(renamed);
    const goalNow = async () => (await api.getHistory({ model: 'net.onnx' })).goal;
    await api.setGoal('net.onnx', 'one', 'p50', 90);
    expect([await goalNow(), told()]).toEqual([90, 1]);
    become(slower.slice(20));
    expect(await goalNow()).toBeNull();
    become(renamed);
    await api.setGoal('a1a1', 'one', 'p50', 80);
    expect(await goalNow()).toBe(80);
    await api.setGoal('net.onnx', 'one', 'p50', null);
    expect(await goalNow()).toBeNull();
    await expect(api.setGoal('net.onnx', 'one', 'p50', -1)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('take the newest baseline that is one of their runs', async () => {
    const { api, store } = anApi(slower, [aRun('r0003'), aRun('r0004'), aRun('other')]);
    store.putBaseline({ name: 'older', runId: 'r0003', setAt: 1 });
    store.putBaseline({ name: 'main', runId: 'r0004', setAt: 2 });
    store.putBaseline({ name: 'elsewhere', runId: 'other', setAt: 3 });
    const { baseline, versions } = await api.getHistory({ model: 'net.onnx' });
    expect(baseline).toMatchObject({ name: 'main', runId: 'r0004' });
    expect(versions[0]?.againstBaseline).not.toBeNull();
  });
});

describe('what differs between two environments', () => {
  it('is told by what is known', () => {
    expect(environmentChange(HERE, THERE)).toBe('ONNX Runtime 1.29.0 → 1.30.0');
    expect([environmentChange(HERE, HERE), environmentChange(null, THERE)]).toEqual(['', '']);
  });
});
