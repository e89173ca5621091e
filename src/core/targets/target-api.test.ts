import { describe, expect, it } from 'vitest';
import type { Run } from '../../contract/run.ts';
import type { TargetApi } from '../../contract/target.ts';
import { currentOwner } from '../store/owner.ts';
import { emptyFolder, open } from '../store/store.fixture.ts';
import { targetApi } from './target-api.ts';
import { fakeLatency, targetRun } from './target-run.fixture.ts';

const OUTPUT = {
  name: 'y',
  type: 'float32',
  shape: [2],
  count: 2,
  notANumber: 0,
  infinite: 0,
  stride: 1,
} as const;

function world({ noiseFloor = null as number | null } = {}) {
  const store = open(emptyFolder());
  let changes = 0;
  const api: TargetApi = targetApi({
    store,
    getRun: (reference) => store.resolveRun(reference),
    wallNow: () => 1000,
    noiseFloorOf: () => noiseFloor,
    changed: () => void (changes += 1),
  });
  const add = (id: string, change: Partial<Run> = {}): void =>
    store.insertRun(targetRun({ id, environment: ENVIRONMENT, ...change }), currentOwner());
  return { store, api, add, changes: () => changes };
}

const ENVIRONMENT: Run['environment'] = {
  cpu: { model: 'a CPU', cores: 2, physicalCores: 1 },
  memoryBytes: 1e9,
  os: { name: 'an OS', kernel: '1', arch: 'x64' },
  gpus: [],
  node: '24.0.0',
  electron: null,
  onnxRuntime: '1.0.0',
  dyno: 'test',
  git: null,
  host: 'here',
};

const memory = (idle: number, peak: number) =>
  ({
    idleBytes: idle,
    peakBytes: { load: peak, firstRun: null, warmup: null, measuring: null },
  }) as Run['resources'];

describe('sets of one’s own', () => {
  it('stand behind the built-in ones, are replaced by name, and removed', async () => {
    const { api, changes } = world();
    await api.saveTargets('name: mine\ntargets:\n  - p50 <= 1 ms\n');
    await api.saveTargets('name: mine\n# twice\ntargets:\n  - p50 <= 2 ms\n');
    const sets = await api.listTargets();
    expect(sets.map(({ name }) => name).slice(-2)).toEqual(['reference', 'mine']);
    expect(sets.at(-1)?.items[0]?.value).toBe(2);
    expect(await api.readTargets('mine')).toContain('# twice');
    await api.deleteTargets('mine');
    await expect(api.deleteTargets('mine')).rejects.toMatchObject({ code: 'TARGETS_NOT_FOUND' });
    await expect(api.deleteTargets('fast')).rejects.toMatchObject({ code: 'USAGE' });
    expect(changes()).toBe(3);
  });

  it('may be begun from a built-in one', async () => {
    const { api } = world();
    const yaml = (await api.readTargets('fast')).replace('name: fast', 'name: faster');
    expect((await api.saveTargets(yaml)).items).toHaveLength(7);
  });

  it('are held against a run, alone or with a baseline', async () => {
    const { api, add } = world();
    add('aaaa');
    add('bbbb', { latencyMs: fakeLatency({ p50: 20, intervals: { p50: [19, 21] } }) });
    await api.setBaseline('main', 'bbbb');
    await api.saveTargets('name: mine\ntargets:\n  - speedUp >= 1.5 x\n');
    expect(await api.checkTargets('aaaa', 'mine', 'main')).toMatchObject({
      state: 'pass',
      results: [{ measured: 2 }],
    });
    expect(await api.checkTargets('aaaa', 'mine', null)).toMatchObject({ state: 'not-measured' });
    await expect(api.checkTargets('aaaa', 'none', null)).rejects.toMatchObject({ code: 'TARGETS_NOT_FOUND' });
  });
});

describe('a baseline', () => {
  it('is a name that can move to another run, and hides while its run is in the bin', async () => {
    const { api, store, add } = world();
    add('aaaa');
    add('bbbb');
    await api.setBaseline('main', 'aaaa');
    await api.setBaseline('main', 'bbbb');
    expect(await api.listBaselines()).toEqual([{ name: 'main', runId: 'bbbb', setAt: 1000 }]);
    store.setDeleted(['bbbb'], 1);
    expect(await api.listBaselines()).toEqual([]);
    await expect(api.holdAgainst('aaaa', 'main')).rejects.toMatchObject({ code: 'BASELINE_NOT_FOUND' });
    store.purgeRuns(store.binnedBefore(10, 10));
    store.setDeleted(['bbbb'], null);
    expect(await api.listBaselines()).toHaveLength(1);
    await api.deleteBaseline('main');
    await expect(api.deleteBaseline('main')).rejects.toMatchObject({ code: 'BASELINE_NOT_FOUND' });
  });

  it('is refused where its run measured nothing', async () => {
    const { api, add } = world();
    add('aaaa', { latencyMs: null });
    await expect(api.setBaseline('main', 'aaaa')).rejects.toMatchObject({ code: 'RUN_NOT_COMPARABLE' });
  });
});

describe('a run against its baseline', () => {
  it('has speed-up, memory saved over idle, operations and outputs in numbers and sentences', async () => {
    const { api, store, add } = world({ noiseFloor: 0.03 });
    add('aaaa', { resources: memory(50e6, 150e6), work: { flops: 1e6, flopsPerSecond: 1e8 } });
    const faster = fakeLatency({ p50: 8, intervals: { p50: [7.9, 8.1] } });
    add('bbbb', {
      latencyMs: faster,
      resources: memory(60e6, 135e6),
      work: { flops: 1e6, flopsPerSecond: 1.5e8 },
    });
    store.putDetails('aaaa', { outputs: [{ ...OUTPUT, values: [1, 2] }] });
    store.putDetails('bbbb', { outputs: [{ ...OUTPUT, values: [1, 2.5] }] });
    await api.setBaseline('main', 'aaaa');
    const report = await api.holdAgainst('bbbb', 'main');
    expect(report).toMatchObject({
      speedUp: 1.25,
      memoryReduction: 0.25,
      flopsRatio: 1.5,
      noiseFloor: 0.03,
      agreement: { compared: 2, maxError: 0.5 },
      cautions: [],
    });
    expect(report.sentences).toEqual([
      'By the medians of two single runs, 1.25× faster than main; two runs of the same thing differ by up to 3.0 % here.',
      'It takes 25 % less memory.',
      'It does 1.50× the operations a second.',
      expect.stringMatching(/^Its outputs differ by 0\.500 at most/) as string,
    ]);
  });

  it('says where a difference is no more than noise, or noise was not calibrated', async () => {
    for (const [noiseFloor, words] of [
      [0.03, 'no more than noise'],
      [null, 'was not calibrated'],
    ] as const) {
      const { api, add } = world({ noiseFloor });
      add('aaaa');
      add('bbbb', { latencyMs: fakeLatency({ p50: 9.9 }) });
      await api.setBaseline('main', 'aaaa');
      expect((await api.holdAgainst('bbbb', 'main')).sentences[0]).toContain(words);
    }
  });

  it('is cautioned where the two are of different machines, inputs or simulated', async () => {
    const { api, add } = world();
    add('aaaa', { environment: ENVIRONMENT && { ...ENVIRONMENT, host: 'there' } });
    const { config } = targetRun();
    add('bbbb', { config: { ...config, batch: 4, seed: 2, executor: 'fake:constant(1ms)' } });
    await api.setBaseline('main', 'aaaa');
    const { cautions, agreement } = await api.holdAgainst('bbbb', 'main');
    expect(cautions).toEqual([
      'This run is simulated, the baseline was measured: the two say nothing of each other.',
      'Different batches: 2 in the baseline, 4 in this run.',
      'Different machines: there in the baseline, here in this run.',
      'Inputs from another seed than the baseline’s: the outputs cannot be compared.',
    ]);
    expect(agreement).toBeNull();
  });

  it('divides by no median that stands on three samples', async () => {
    const { api, add } = world();
    add('aaaa');
    add('bbbb', { latencyMs: fakeLatency({ count: 3, p99: null, intervals: {} }) });
    await api.setBaseline('main', 'aaaa');
    const report = await api.holdAgainst('bbbb', 'main');
    expect(report.speedUp).toBeNull();
    expect(report.sentences[0]).toContain('measured too little');
  });
});
