import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factsAt, packRows } from '../analysis/run-list/pack-runs.ts';
import { runFacts } from '../analysis/run-list/run-facts.ts';
import type { RunFacts } from '../../contract/run-list.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { currentOwner } from './owner.ts';
import type { FactSlice } from './run-facts.ts';
import { aRun } from './run.fixture.ts';
import { emptyFolder, open } from './store.fixture.ts';
import type { Store } from './store.ts';

const factsOf = ({ rows }: FactSlice): RunFacts[] => {
  const columns = packRows(rows);
  return rows.map((_, place) => factsAt(columns, place));
};
const idsOf = (slice: FactSlice): string[] => factsOf(slice).map(({ id }) => id);
const add = (store: Store, id: string, createdAt: number): void =>
  store.insertRun(aRun(id, { createdAt }), currentOwner());

/** As a Dyno left it that knew nothing of facts. */
function storeOfSchema4(folder: string, count: number): void {
  const today = emptyFolder();
  const store = open(today);
  for (let index = 0; index < count; index += 1) add(store, `r${index}`, index < 2 ? 0 : index);
  store.close();
  const database = new Database(join(folder, 'dyno.db'));
  for (const migration of MIGRATIONS.slice(0, 4)) migration.apply(database);
  const columns = database.prepare(`SELECT group_concat(name) FROM pragma_table_info('runs')`).pluck().get();
  database.prepare('ATTACH ? AS today').run(join(today, 'dyno.db'));
  database.exec(
    `INSERT INTO runs (${String(columns)}) SELECT ${String(columns)} FROM today.runs ORDER BY rowid`,
  );
  database.exec('DETACH today; PRAGMA application_id = 0x44594e4f; PRAGMA user_version = 4');
  database.close();
}

describe('facts of runs', () => {
  it('are those of the run as it is, after every change', () => {
    const store = open(emptyFolder());
    add(store, 'r1', 5);
    expect(factsOf(store.listFacts({}))).toEqual([runFacts(aRun('r1', { createdAt: 5 }))]);
    store.updateRun('r1', { status: 'failed', name: 'other', tags: [], spark: [], pinnedAt: 9 });
    expect(factsOf(store.listFacts({}))).toEqual([runFacts(store.getRun('r1') ?? aRun('x'))]);
  });

  it('come newest first, slice by slice, and of one moment the one stored last first', () => {
    const store = open(emptyFolder());
    ['a', 'b', 'c', 'd', 'e'].forEach((id, index) => add(store, id, index < 3 ? 7 : index));
    const first = store.listFacts({ limit: 2 });
    expect(idsOf(first)).toEqual(['c', 'b']);
    const second = store.listFacts({ limit: 2, after: first.next ?? '' });
    expect(idsOf(second)).toEqual(['a', 'e']);
    expect(idsOf(store.listFacts({ limit: 2, after: second.next ?? '' }))).toEqual(['d']);
  });

  it('tell since a revision what was added, changed, binned, brought back and purged, and no more', () => {
    const store = open(emptyFolder());
    ['a', 'b', 'c', 'd'].forEach((id, index) => add(store, id, index));
    const { revision } = store.listFacts({});
    expect(store.listFacts({ since: revision })).toMatchObject({ rows: [], gone: [], revision });
    store.updateRun('a', { name: 'changed' });
    store.setDeleted(['b', 'c'], 50);
    add(store, 'e', 9);
    const changed = store.listFacts({ since: revision });
    expect(idsOf(changed)).toEqual(['a', 'e']);
    expect(changed.gone).toEqual(['b', 'c']);
    store.setDeleted(['b'], null);
    store.purgeRuns(store.binnedBefore(51, 10));
    const after = store.listFacts({ since: changed.revision });
    expect(idsOf(after)).toEqual(['b']);
    expect(after.gone).toEqual(['c']);
    expect(store.countRuns()).toBe(4);
  });

  it('that changed tell the same in slices of any size', () => {
    const store = open(emptyFolder());
    const since = store.listFacts({}).revision;
    for (let index = 0; index < 9; index += 1) add(store, `r${index}`, index);
    store.setDeleted(['r1', 'r5'], 1);
    store.purgeRuns(store.binnedBefore(2, 10));
    store.setDeleted(['r7'], 3);
    for (const limit of [1, 2, 3, 100]) {
      const seen = new Set<string>();
      let query: Parameters<Store['listFacts']>[0] = { since, limit };
      for (let slices = 0; slices < 50; slices += 1) {
        const slice = store.listFacts(query);
        for (const id of idsOf(slice)) seen.add(id);
        for (const id of slice.gone) seen.add(`-${id}`);
        if (slice.next === null) break;
        query = { since, limit, after: slice.next };
      }
      expect([...seen].sort()).toEqual(['-r1', '-r5', '-r7', 'r0', 'r2', 'r3', 'r4', 'r6', 'r8']);
    }
  });

  it('begin anew for whoever holds a revision of another era', () => {
    const store = open(emptyFolder());
    add(store, 'a', 1);
    const { revision } = store.listFacts({});
    store.beginEra(revision);
    const slice = store.listFacts({ since: revision });
    expect(slice.isAnew).toBe(true);
    expect(idsOf(slice)).toEqual(['a']);
    expect(store.listFacts({ since: slice.revision })).toMatchObject({ isAnew: false, rows: [] });
  });

  it('of a purged run that is stored again are there again', () => {
    const store = open(emptyFolder());
    add(store, 'a', 1);
    const { revision } = store.listFacts({});
    store.setDeleted(['a'], 5);
    store.purgeRuns(store.binnedBefore(6, 10));
    add(store, 'a', 1);
    const slice = store.listFacts({ since: revision });
    expect(idsOf(slice)).toEqual(['a']);
    expect(slice.gone).toEqual([]);
  });
});

describe('a store of a Dyno without facts', () => {
  it('has them worked out slice by slice, in the order of old, while new runs come in', () => {
    const folder = emptyFolder();
    storeOfSchema4(folder, 5);
    const store = open(folder);
    expect(store.listRuns()).toHaveLength(5);
    store.updateRun('r3', { name: 'changed meanwhile' });
    add(store, 'new', 0);
    expect(store.fillFacts(2)).toBe(2);
    expect(store.fillFacts(100)).toBe(2);
    expect(store.fillFacts(100)).toBe(0);
    expect(idsOf(store.listFacts({}))).toEqual(['r4', 'r3', 'r2', 'new', 'r1', 'r0']);
    expect(factsOf(store.listFacts({}))[1]?.name).toBe('changed meanwhile');
  });

  it('leaves a run out that cannot be read, and goes on', () => {
    const folder = emptyFolder();
    storeOfSchema4(folder, 3);
    const database = new Database(join(folder, 'dyno.db'));
    database.exec(`UPDATE runs SET latency = '{"cut' WHERE id = 'r1'`);
    database.close();
    const store = open(folder);
    expect(store.fillFacts(100)).toBe(3);
    expect(idsOf(store.listFacts({}))).toEqual(['r2', 'r0']);
  });
});

describe('marks of many runs', () => {
  it('change what is named, tell how it was, and can be put back', () => {
    const store = open(emptyFolder());
    add(store, 'a', 1);
    add(store, 'b', 2);
    const before = store.editMarks(['a', 'b', 'unknown'], { addTags: ['x', 'nightly'], archived: true }, 77);
    expect(before).toEqual(
      ['a', 'b'].map((id) => ({ id, tags: ['nightly', 'été'], archivedAt: null, pinnedAt: null })),
    );
    expect(store.getRun('a')).toMatchObject({
      tags: ['nightly', 'été', 'x'],
      archivedAt: 77,
      pinnedAt: null,
    });
    expect(store.listRuns()).toEqual([]);
    expect(store.listRuns({ archived: 'only', text: 'x' })).toHaveLength(2);
    store.editMarks(['a'], { removeTags: ['été'], archived: true, pinned: true }, 99);
    expect(factsOf(store.listFacts({}))[1]).toMatchObject({
      tags: ['nightly', 'x'],
      archivedAt: 77,
      pinnedAt: 99,
    });
    store.putMarks(before);
    expect(store.getRun('a')).toEqual(aRun('a', { createdAt: 1 }));
    expect(store.listRuns({ text: ' x ' })).toEqual([]);
  });

  it('that are as they were leave the revision as it was', () => {
    const store = open(emptyFolder());
    add(store, 'a', 1);
    const { revision } = store.listFacts({});
    store.editMarks(['a'], { addTags: ['nightly'], pinned: false }, 1);
    expect(store.listFacts({}).revision).toBe(revision);
  });
});

describe('archived runs', () => {
  it('are no "last", and go by their id and their name', () => {
    const store = open(emptyFolder());
    add(store, 'aa', 1);
    add(store, 'bb', 2);
    store.editMarks(['bb'], { archived: true }, 5);
    expect(store.resolveRun('last').id).toBe('aa');
    expect(store.resolveRun('run bb').id).toBe('bb');
    expect(store.resolveRun('b').id).toBe('bb');
    expect(store.listRuns({ archived: 'shown' })).toHaveLength(2);
  });
});
