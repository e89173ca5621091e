import { describe, expect, it } from 'vitest';
import { factsAt } from '../analysis/run-list/pack-runs.ts';
import { currentOwner } from '../store/owner.ts';
import { aRun } from '../store/run.fixture.ts';
import { emptyFolder, open } from '../store/store.fixture.ts';
import { inSlices, nextSize } from './in-slices.ts';
import { RunList } from './run-list.ts';

function someRuns(count: number) {
  const store = open(emptyFolder());
  for (let index = 0; index < count; index += 1) {
    store.insertRun(aRun(`r${String(index).padStart(4, '0')}`, { createdAt: index }), currentOwner());
  }
  const told: (readonly string[])[] = [];
  const untold: ReturnType<typeof aRun>[] = [];
  const list = new RunList({
    store,
    wallNow: () => 1234,
    changed: (ids) => told.push(ids),
    untold: () => untold,
  });
  return { store, list, told, untold };
}

const idAt = (columns: Parameters<typeof factsAt>[0], place: number): string => factsAt(columns, place).id;

describe('the list of all runs', () => {
  it('comes page by page, with the count of the whole', async () => {
    const { list } = someRuns(420);
    const first = await list.page({ limit: 410 });
    expect([first.runs.rows, first.total, idAt(first.runs, 0)]).toEqual([410, 420, 'r0419']);
    const second = await list.page({ limit: 410, after: first.next ?? '' });
    expect([second.runs.rows, second.next, idAt(second.runs, 9)]).toEqual([10, null, 'r0000']);
    expect(second.revision).toBe(first.revision);
  });

  it('is held, and follows what changed', async () => {
    const { list, store } = someRuns(30);
    const before = await list.all();
    expect(await list.all()).toBe(before);
    store.setDeleted(['r0003'], 1);
    store.updateRun('r0004', { name: 'other' });
    const after = await list.all();
    expect(after.rows).toBe(29);
    expect(factsAt(after, 25)).toMatchObject({ id: 'r0004', name: 'other' });
    store.beginEra(store.listFacts({}).revision);
    store.setDeleted(['r0003'], null);
    expect((await list.all()).rows).toBe(30);
  });

  it('tells a run as it is whose end the store would not take', async () => {
    const { list, untold } = someRuns(2);
    untold.push(aRun('r0001', { createdAt: 1, status: 'crashed' }));
    const { runs } = await list.page({});
    expect([factsAt(runs, 0).status, factsAt(runs, 1).status]).toEqual(['crashed', 'done']);
  });
});

describe('many runs at once', () => {
  it('are tagged with ten thousand tags, told once, and put back', async () => {
    const { list, store, told } = someRuns(100);
    const ids = store.listRuns().map(({ id }) => id);
    const tags = Array.from({ length: 100 }, (_, index) => `tag ${index}`);
    const before = await list.api.editRuns(ids, { addTags: tags, removeTags: ['été'], pinned: true });
    expect(told).toEqual([ids]);
    expect(store.getRun('r0050')).toMatchObject({ tags: ['nightly', ...tags], pinnedAt: 1234 });
    await list.api.putBackRuns(before);
    expect(store.getRun('r0050')).toEqual(aRun('r0050', { createdAt: 50 }));
    expect(told).toHaveLength(2);
  });
});

describe('edits under way', () => {
  it('are waited for, each whole before the next one begins', async () => {
    const { list, store } = someRuns(120);
    const ids = store.listRuns().map(({ id }) => id);
    const first = list.api.editRuns(ids, { addTags: ['first'] });
    const second = list.api.editRuns(ids, { addTags: ['second'], removeTags: ['first'] });
    const binned = list.setDeleted(ids.slice(0, 60), 5);
    await list.idle();
    expect(store.listRuns().map(({ tags }) => tags.slice(-1))).toEqual(Array(60).fill(['second']));
    expect((await second).every(({ tags }) => tags.at(-1) === 'first')).toBe(true);
    await Promise.all([first, binned]);
  });

  it('that fail are told to who asked, and hold up nobody', async () => {
    const { list, store } = someRuns(3);
    const { putMarks } = store;
    Object.assign(store, { putMarks: () => expect.fail('the disk is full') });
    const before = await list.api.editRuns(['r0001'], { addTags: ['x'] });
    const failing = list.api.putBackRuns(before);
    const next = list.setDeleted(['r0002'], 5);
    await expect(failing).rejects.toThrow('the disk is full');
    await next;
    Object.assign(store, { putMarks });
    await list.api.putBackRuns(before);
    expect(store.getRun('r0001')?.tags).toEqual(before[0]?.tags);
    expect(store.countRuns()).toBe(2);
  });
});

describe('slices', () => {
  it('grow as far as there is time, by twice at most, and shrink at once', async () => {
    expect([
      nextSize(10, 1),
      nextSize(10, 2.5),
      nextSize(100, 30),
      nextSize(1, 500),
      nextSize(1500, 0),
    ]).toEqual([20, 12, 10, 1, 2000]);
    const items = Array.from({ length: 500 }, (_, index) => index);
    const seen: number[] = [];
    await inSlices(items, (some) => seen.push(...some));
    expect(seen).toEqual(items);
  });
});

describe('saved views', () => {
  it('are kept by name', async () => {
    const { api } = someRuns(0).list;
    const view = {
      name: '<b>שלום</b>',
      filter: 'model:x',
      grouping: 'version',
      sort: { column: 'p50', descending: true },
      columns: ['name', 'p50'],
      archived: 'only',
    } as const;
    await api.saveView(view);
    await api.saveView({ ...view, name: 'a' });
    await api.saveView({ ...view, filter: '' });
    expect(await api.listViews()).toEqual([
      { ...view, filter: '' },
      { ...view, name: 'a' },
    ]);
    await api.deleteView('a');
    expect(await api.listViews()).toHaveLength(1);
  });
});
