import { describe, expect, it } from 'vitest';
import { currentOwner } from './owner.ts';
import { aRun } from './run.fixture.ts';
import { codeOf, emptyFolder, open } from './store.fixture.ts';
import type { Store } from './store.ts';

const DEAD = { pid: 2 ** 22 + 1, startedAt: 'another boot:1' };

function storeWith(...ids: string[]): Store {
  const store = open(emptyFolder());
  ids.forEach((id, index) => store.insertRun(aRun(id, { createdAt: index }), currentOwner()));
  return store;
}

const ids = (runs: readonly { readonly id: string }[]): string[] => runs.map(({ id }) => id);

describe('a run', () => {
  it('comes back as it was stored, after the store was closed and opened too', () => {
    const folder = emptyFolder();
    const first = open(folder);
    first.insertRun(aRun('r1'), currentOwner());
    expect(first.getRun('r1')).toEqual(aRun('r1'));
    first.close();
    expect(open(folder).getRun('r1')).toEqual(aRun('r1'));
  });

  it('is null where there is none', () => {
    expect(storeWith().getRun('r1')).toBeNull();
  });

  it('changes in what is named and in nothing else', () => {
    const store = storeWith('r1', 'r2');
    store.updateRun('r1', { name: 'renamed', error: null, endedAt: 7 });
    expect(store.getRun('r1')).toEqual(
      aRun('r1', { createdAt: 0, name: 'renamed', error: null, endedAt: 7 }),
    );
    expect(store.getRun('r2')).toEqual(aRun('r2', { createdAt: 1 }));
  });

  it('that is not there cannot be changed', () => {
    expect(codeOf(() => storeWith().updateRun('r1', { name: 'x' }))).toBe('RUN_NOT_FOUND');
  });

  it('cannot be stored twice', () => {
    const store = storeWith('r1');
    expect(codeOf(() => store.insertRun(aRun('r1'), currentOwner()))).toBe('STORE_FAILED');
    expect(store.listRuns()).toHaveLength(1);
  });
});

describe('the list of runs', () => {
  it('has the newest first, and of the same moment the one stored last', () => {
    const store = storeWith('r1', 'r2');
    store.insertRun(aRun('r3', { createdAt: 1 }), currentOwner());
    store.insertRun(aRun('r0', { createdAt: -5 }), currentOwner());
    expect(ids(store.listRuns())).toEqual(['r3', 'r2', 'r1', 'r0']);
    expect(ids(store.listRuns({ limit: 2 }))).toEqual(['r3', 'r2']);
    expect(ids(store.listRuns({ limit: 0 }))).toEqual([]);
  });

  it('is searched by name, model, tag, provider and level, every word, whatever the case', () => {
    const store = storeWith();
    const add = (id: string, change: Parameters<typeof aRun>[1]): void =>
      store.insertRun(aRun(id, { name: '', tags: [], ...change }), currentOwner());
    const { model, config } = aRun('x');
    add('named', { name: 'Größe 100 %_' });
    add('modelled', { model: { ...model, name: 'resnet-50.onnx' } });
    add('tagged', { tags: ['a', 'Nightly'] });
    add('provided', { config: { ...config, provider: 'webgpu' } });
    add('levelled', { config: { ...config, level: 'legendary' } });
    const found = (text: string): string[] => ids(store.listRuns({ text }));
    expect(found('GRÖSSE')).toEqual([]);
    expect(found('GRÖßE')).toEqual(['named']);
    expect(found('0 %_')).toEqual(['named']);
    expect(found('ResNet')).toEqual(['modelled']);
    expect(found('nightly')).toEqual(['tagged']);
    expect(found('webgpu')).toEqual(['provided']);
    expect(found('LEGEND')).toEqual(['levelled']);
    expect(found('demo cpu')).toEqual(['levelled', 'tagged', 'named']);
    expect(found('demo webgpu  basic')).toEqual(['provided']);
    expect(found('demo nightly webgpu')).toEqual([]);
    expect(found("'; DROP TABLE runs; --")).toEqual([]);
    expect(found('   ')).toHaveLength(5);
    expect(found(Array(5000).fill('demo').join(' '))).toHaveLength(4);
  });

  it('follows a change of name and tags', () => {
    const store = storeWith('r1');
    store.updateRun('r1', { name: 'other', tags: ['late'] });
    expect(store.listRuns({ text: 'nightly' })).toEqual([]);
    expect(ids(store.listRuns({ text: 'other late' }))).toEqual(['r1']);
  });
});

describe('deleted runs', () => {
  it('leave the list until they are restored', () => {
    const store = storeWith('r1', 'r2');
    store.setDeleted(['r1', 'unknown'], 50);
    expect(ids(store.listRuns())).toEqual(['r2']);
    expect(ids(store.listRuns({ text: 'nightly' }))).toEqual(['r2']);
    expect(store.getRun('r1')?.deletedAt).toBe(50);
    store.setDeleted(['r1'], null);
    expect(ids(store.listRuns())).toEqual(['r2', 'r1']);
  });

  it('go for good with all that belongs to them, once the time has passed', () => {
    const store = storeWith('r1', 'r2');
    for (const id of ['r1', 'r2']) {
      store.appendSamples(id, { startMs: 0, endMs: 1, latenciesMs: Float64Array.of(1) });
    }
    store.setDeleted(['r1'], 50);
    expect(store.binnedBefore(50, 10)).toEqual([]);
    expect(store.purgeRuns(store.binnedBefore(51, 10))).toBe(1);
    expect(store.getRun('r1')).toBeNull();
    expect(store.readSamples('r1').latenciesMs).toHaveLength(0);
    expect(store.readSamples('r2').latenciesMs).toHaveLength(1);
  });
});

describe('orphans', () => {
  it('are unfinished runs whose program is gone, and no others', () => {
    const store = storeWith();
    const add = (id: string, status: 'running' | 'queued' | 'done', owner = DEAD): void =>
      store.insertRun(aRun(id, { status }), owner);
    add('running-dead', 'running');
    add('queued-dead', 'queued');
    add('done-dead', 'done');
    add('running-alive', 'running', currentOwner());
    add('reused-number', 'running', { ...currentOwner(), startedAt: 'another boot:1' });
    const expected = ['running-dead', 'queued-dead'];
    if (process.platform === 'linux') expected.push('reused-number');
    expect(ids(store.orphans())).toEqual(expected);
    store.updateRun('running-dead', { status: 'crashed' });
    expect(ids(store.orphans())).not.toContain('running-dead');
  });
});

describe('what belongs to a run', () => {
  it('keeps series whole, and the last one put', () => {
    const store = storeWith('r1');
    const series = {
      runId: 'r1',
      sampleCount: 2,
      atSeconds: Float64Array.of(0.1, 0.2),
      // A view in the middle of a larger array, as the worker's are.
      latencyMs: Float64Array.of(9, 1, 2, 9).subarray(1, 3),
      quantileLevels: Float64Array.of(0, 1),
      quantilesMs: Float64Array.of(1, 2),
    };
    expect(store.getSeries('r1')).toBeNull();
    store.putSeries({ ...series, sampleCount: 1 });
    store.putSeries(series);
    expect(store.getSeries('r1')).toEqual({ ...series, latencyMs: Float64Array.of(1, 2) });
  });

  it('needs the run', () => {
    const batch = { startMs: 0, endMs: 1, latenciesMs: Float64Array.of(1) };
    expect(codeOf(() => storeWith().appendSamples('nobody', batch))).toBe('STORE_FAILED');
  });
});

describe('models seen before', () => {
  it('come back the latest first, each once, and keep their time when seen without one', () => {
    const store = storeWith();
    const model = (location: string, lastUsed: number | null) => ({
      ref: { kind: 'file' as const, location },
      name: location,
      detail: 'd',
      lastUsed,
    });
    store.rememberModel(model('never', null));
    store.rememberModel(model('old', 1));
    store.rememberModel(model('new', 2));
    store.rememberModel({ ...model('old', null), detail: 'changed' });
    expect(store.recentModels(10)).toEqual([
      model('new', 2),
      { ...model('old', 1), detail: 'changed' },
      model('never', null),
    ]);
    expect(store.recentModels(1)).toHaveLength(1);
  });
});

describe('content hashes', () => {
  it('hold as long as the file has the same stamp', () => {
    const store = storeWith();
    store.cacheHash('/a', 's1', 'h1');
    expect(store.cachedHash('/a', 's1')).toBe('h1');
    expect(store.cachedHash('/a', 's2')).toBeNull();
    store.cacheHash('/a', 's2', 'h2');
    expect(store.cachedHash('/a', 's1')).toBeNull();
    expect(store.cachedHash('/a', 's2')).toBe('h2');
  });
});

describe('a closed store', () => {
  it('refuses every call in words, and may be closed again', () => {
    const store = storeWith('r1');
    store.close();
    store.close();
    const calls: readonly (() => unknown)[] = [
      () => store.insertRun(aRun('r2'), currentOwner()),
      () => store.updateRun('r1', { name: 'x' }),
      () => store.getRun('r1'),
      () => store.resolveRun('last'),
      () => store.listRuns(),
      () => store.setDeleted(['r1'], 1),
      () => store.purgeRuns(['r1']),
      () => store.orphans(),
      () => store.appendSamples('r1', { startMs: 0, endMs: 1, latenciesMs: Float64Array.of(1) }),
      () => store.readSamples('r1'),
      () => store.getSeries('r1'),
      () => store.listRecordings(),
      () => store.resolveRecording('last'),
      () => store.thresholds(),
      () => store.listAlerts(1),
      () => store.recentModels(1),
      () => store.cachedHash('/a', 's'),
      () => store.cacheHash('/a', 's', 'h'),
      () => store.dataVersion(),
    ];
    expect(calls.map(codeOf)).toEqual(calls.map(() => 'STORE_FAILED'));
  });
});
