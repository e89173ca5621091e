import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Run } from '../../../contract/run.ts';
import { openDatabase } from '../database.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../migrations/index.ts';
import { currentOwner } from '../owner.ts';
import { aRun } from '../run.fixture.ts';
import { emptyFolder, NOON, open } from '../store.fixture.ts';
import type { Store } from '../store.ts';
import { createKeeperApi } from './keeper-api.ts';

const keeper = createKeeperApi(() => undefined);

function put(store: Store, id: string, change: Partial<Run> = {}): void {
  store.insertRun(aRun(id, change), currentOwner());
  store.appendSamples(id, { startMs: 0, endMs: 1, latenciesMs: new Float64Array(300).fill(2.5) });
}

function withRuns(...ids: readonly string[]) {
  const folder = emptyFolder();
  const store = open(folder);
  for (const id of ids) put(store, id);
  return { folder, store, file: join(folder, 'dyno.db'), backups: join(folder, 'backups') };
}

const copyTo = (store: string, file: string) =>
  keeper.copy({ store, into: { file }, secondFolder: null, reason: 'asked', at: NOON });
const restore = (store: string, from: string) =>
  keeper.restore({ store, from, folder: join(store, '..', 'backups'), at: NOON });
const idsOf = (store: Store): string[] =>
  store
    .listRuns()
    .map(({ id }) => id)
    .sort();

/** Another program that does one thing over and over, and what it has said. */
function program(folder: string, act: 'restore' | 'insert') {
  const victim = fileURLToPath(new URL('./victim.fixture.ts', import.meta.url));
  const child = fork(victim, [folder, act, '1'], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const gone = once(child, 'close');
  const words: string[] = [];
  child.on('message', (word: string) => void words.push(word));
  return {
    words,
    async until(count: number): Promise<void> {
      while (words.length < count) {
        const ended = await Promise.race([once(child, 'message').then(() => false), gone.then(() => true)]);
        if (ended) throw new Error(`It ended after ${words.length} words.`);
      }
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

describe('a backup', () => {
  it('has what is committed while somebody is writing, in one file, and a copy in a second folder', async () => {
    const { folder, store, file, backups } = withRuns('r1', 'r2');
    const second = join(folder, 'second', 'mine');
    mkdirSync(join(folder, 'second'));
    const copying = keeper.copy({
      store: file,
      into: { folder: backups },
      secondFolder: second,
      reason: 'weekly',
      at: NOON,
    });
    put(store, 'r3');
    const made = await copying;
    const name = `dyno-2026-03-14-120000-000-weekly-${made.runs}-runs.db`;
    expect([made.path, made.secondPath]).toEqual([join(backups, name), join(second, name)]);
    expect(readdirSync(backups)).toEqual([name]);
    const copy = new Database(made.path, { readonly: true });
    expect(copy.prepare('SELECT count(*) FROM runs').pluck().get()).toBe(made.runs);
    expect(copy.pragma('journal_mode', { simple: true })).toBe('delete');
    copy.close();
  });

  it('stands though its second folder is gone, and says so', async () => {
    const { folder, file, backups } = withRuns('r1');
    const secondFolder = join(folder, 'unplugged', 'mine');
    const made = await keeper.copy({
      store: file,
      into: { folder: backups },
      secondFolder,
      reason: 'weekly',
      at: NOON,
    });
    expect(made.secondPath).toBeNull();
    expect(made.secondProblem).toContain('unplugged');
  });

  it('overwrites no file, and makes no folders for a file of one’s own', async () => {
    const { folder, file } = withRuns('r1');
    writeFileSync(join(folder, 'mine.db'), 'mine');
    await expect(copyTo(file, join(folder, 'mine.db'))).rejects.toMatchObject({ code: 'USAGE' });
    await expect(copyTo(file, join(folder, 'no', 'x.db'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});

describe('restoring', () => {
  it('is seen at once by whoever has the store open, and keeps what was there', async () => {
    const { folder, store, file } = withRuns('r1', 'r2');
    await copyTo(file, join(folder, 'b.db'));
    const other = open(folder);
    other.setDeleted(['r1'], 1);
    put(other, 'r3');
    const [seen, revision] = [store.dataVersion(), store.listFacts({}).revision];
    const { before, runs } = await restore(file, join(folder, 'b.db'));
    expect(runs).toBe(2);
    expect([idsOf(store), idsOf(other)]).toEqual([
      ['r1', 'r2'],
      ['r1', 'r2'],
    ]);
    expect(store.dataVersion()).not.toBe(seen);
    expect(store.listFacts({ since: revision }).isAnew).toBe(true);
    put(other, 'r4');
    expect(store.readSamples('r4').latenciesMs).toHaveLength(300);
    await restore(file, before.path);
    expect(idsOf(store)).toEqual(['r2', 'r3']);
    expect(readdirSync(folder).filter((name) => name.startsWith('restoring-'))).toEqual([]);
    expect((await keeper.check(file)).findings).toEqual([]);
  });

  it('waits for nobody who writes into it: refused while that one lives, done once he is dead', async () => {
    const { folder, store, file } = withRuns('r1');
    await copyTo(file, join(folder, 'b.db'));
    store.insertRun(aRun('w1', { status: 'running' }), currentOwner());
    await expect(restore(file, join(folder, 'b.db'))).rejects.toMatchObject({ code: 'MEASUREMENT_BUSY' });
    expect(idsOf(store)).toEqual(['r1', 'w1']);
    store.updateRun('w1', { status: 'done' });
    store.insertRun(aRun('w2', { status: 'running' }), {
      pid: process.pid,
      startedAt: 'before this process',
    });
    const { before } = await restore(file, join(folder, 'b.db'));
    expect([before.runs, idsOf(store)]).toEqual([3, ['r1']]);
  });

  it('loses no run that another program commits meanwhile, and that one goes on', async () => {
    const { folder, store, file } = withRuns('r1', 'r2');
    await copyTo(file, join(folder, 'b.db'));
    const other = program(folder, 'insert');
    await other.until(20);
    const { before } = await restore(file, join(folder, 'b.db'));
    const during = other.words.length;
    await other.until(during + 20);
    await other.kill();
    const kept = new Database(before.path, { readonly: true });
    const ofBefore = kept.prepare<[], string>('SELECT id FROM runs').pluck().all();
    expect(kept.pragma('integrity_check', { simple: true })).toBe('ok');
    kept.close();
    const ofNow = idsOf(store);
    const committed = other.words.filter((word) => word.startsWith('new-'));
    const anywhere = new Set([...ofBefore, ...ofNow]);
    expect(committed.filter((id) => !anywhere.has(id))).toEqual([]);
    // Some were there before and are gone with the restore, some came after it.
    expect(ofBefore).toContain(committed[0]);
    expect(ofNow).not.toContain(committed[0]);
    expect(ofNow).toContain(committed.at(-1));
    expect((await keeper.check(file)).findings).toEqual([]);
  });

  it('brings an older schema up to this one, and ends what went on when the backup was made', async () => {
    const { folder, store, file } = withRuns('r1');
    const old = new Database(join(folder, 'old.db'));
    for (const migration of MIGRATIONS.slice(0, 4)) migration.apply(old);
    old.pragma('user_version = 4');
    old.pragma(`application_id = ${0x44594e4f}`);
    old.close();
    await restore(file, join(folder, 'old.db'));
    expect(store.listRuns()).toEqual([]);
    put(store, 'new', { status: 'running' });
    await copyTo(file, join(folder, 'live.db'));
    store.updateRun('new', { status: 'done' });
    await restore(file, join(folder, 'live.db'));
    expect(store.orphans().map(({ id }) => id)).toEqual(['new']);
  });

  it('refuses what is no backup of a store, in words, and leaves the store as it was', async () => {
    const { folder, store, file } = withRuns('r1', 'r2');
    const path = (name: string): string => join(folder, name);
    await copyTo(file, path('whole.db'));
    writeFileSync(path('text.db'), 'no store at all');
    writeFileSync(path('empty.db'), '');
    const foreign = new Database(path('foreign.db'));
    foreign.exec('CREATE TABLE t (x)');
    foreign.close();
    const newer = openDatabase(path('newer.db'));
    if (newer.kind === 'open') newer.database.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    if (newer.kind === 'open') newer.database.close();
    copyFileSync(path('whole.db'), path('cut.db'));
    truncateSync(path('cut.db'), Math.floor(statSync(path('whole.db')).size / 2));
    for (const name of ['text.db', 'empty.db', 'foreign.db', 'newer.db', 'cut.db', 'dyno.db', '.']) {
      await expect(restore(file, path(name)), name).rejects.toMatchObject({ code: 'BACKUP_INVALID' });
    }
    await expect(restore(file, path('none.db'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(idsOf(store)).toEqual(['r1', 'r2']);
  });
});

describe('a check', () => {
  it('mends what is worked out from runs, and tells what is not', async () => {
    const { store, file } = withRuns('r1', 'r2', 'r3');
    expect(await keeper.check(file)).toMatchObject({
      ok: true,
      runs: 3,
      samples: 900,
      findings: [],
      repaired: [],
    });
    const other = new Database(file);
    other.pragma('foreign_keys = OFF');
    other.exec(`
      UPDATE run_facts SET name = 'another' WHERE id = 'r1';
      DELETE FROM run_facts WHERE id = 'r2';
      UPDATE runs SET environment = 'not JSON' WHERE id = 'r3';
      INSERT INTO samples (run_id, start_ms, end_ms, latencies_ms) VALUES ('nobody', 0, 1, x'00');`);
    other.close();
    const found = await keeper.check(file);
    expect(found.ok).toBe(false);
    expect(found.repaired.join()).toContain('2 runs');
    expect(found.findings.join('\n')).toMatch(/1 row of samples belong/);
    expect(found.findings.join('\n')).toMatch(/"environment" of r3/);
    expect(store.listFacts({}).rows).toHaveLength(3);
    await keeper.purge(file, ['r3']);
    expect(await keeper.check(file)).toMatchObject({ ok: true, runs: 2, findings: [], repaired: [] });
  });
});

describe('compaction', () => {
  it('gives the space of removed runs back, in slices, while the store is open', async () => {
    const { store, file } = withRuns(...Array.from({ length: 60 }, (_, index) => `r${index}`));
    const ids = idsOf(store);
    const { removed, freedBytes } = await keeper.purge(file, ids.slice(1));
    expect([removed, freedBytes > 100_000]).toEqual([59, true]);
    const { beforeBytes, afterBytes } = await keeper.compact(file);
    expect(afterBytes).toBeLessThan(beforeBytes - 100_000);
    expect(store.size().freeBytes).toBe(0);
    expect(store.readSamples(ids[0] ?? '').latenciesMs).toHaveLength(300);
  });
});

describe('a program killed while it looks after the store', () => {
  it('leaves a sound one, with all that was committed', async () => {
    const { folder, store, file } = withRuns('r1', 'r2');
    mkdirSync(join(folder, 'sources'));
    await copyTo(file, join(folder, 'sources', 'b.db'));
    const restoring = program(folder, 'restore');
    await restoring.until(3);
    await restoring.kill();
    expect((await keeper.check(file)).findings).toEqual([]);
    expect(idsOf(store)).toEqual(['r1', 'r2']);
  });
});
