import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CoreEvent } from '../../contract/api.ts';
import type { KeeperApi } from '../../contract/keeper-api.ts';
import type { CorePorts } from '../ports.ts';
import { MachineLock } from '../store/machine-lock.ts';
import { currentOwner } from '../store/owner.ts';
import { aRun } from '../store/run.fixture.ts';
import { emptyFolder, NOON, open } from '../store/store.fixture.ts';
import { createKeeperApi } from '../store/upkeep/keeper-api.ts';
import { Upkeep } from './upkeep.ts';

const DAY = 86_400e3;

/** Upkeep over a store of its own; the keeper works in this process. */
function lookingAfter(ages: Readonly<Record<string, number>>) {
  const folder = emptyFolder();
  const store = open(folder);
  for (const [id, days] of Object.entries(ages)) {
    store.insertRun(aRun(id, { createdAt: NOON - days * DAY, tags: [] }), currentOwner());
  }
  const events: CoreEvent[] = [];
  const now = { at: NOON, isMeasuring: false };
  const machineLock = join(folder, 'measuring.lock');
  const upkeep = new Upkeep({
    store,
    emit: (event) => void events.push(event),
    isMeasuring: () => now.isMeasuring,
    replaced: () => undefined,
    ports: {
      clock: { monotonic: () => 0, wall: () => now.at },
      log: { debug: () => undefined, warn: () => undefined, error: () => undefined },
      paths: { data: folder, models: folder, machineLock },
      launchKeeper: ({ onStep }) => inThisProcess(createKeeperApi(onStep)),
    },
  });
  onTestFinished(() => upkeep.close());
  return { folder, store, upkeep, api: upkeep.api, events, now, machineLock };
}

function inThisProcess(remote: KeeperApi): ReturnType<CorePorts['launchKeeper']> {
  return {
    pid: undefined,
    connection: { remote: remote as never, close: () => undefined },
    exited: Promise.resolve({ code: 0, signal: null, lastWords: '' }),
    kill: () => undefined,
  };
}

const notices = (events: readonly CoreEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'notice' ? [event.text] : []));

describe('by itself', () => {
  it('a command that stored runs leaves a backup where one is overdue, and only then', async () => {
    const { folder, upkeep, api, now } = lookingAfter({ r1: 3 });
    upkeep.noteRuns();
    expect(await upkeep.afterCommand()).toBeNull();
    expect((await api.upkeep()).backups).toEqual([]);
    now.at += 5 * DAY;
    expect(await upkeep.afterCommand()).toBeNull();
    expect(await upkeep.afterCommand()).toBeNull();
    const { backups, nextBackupAt } = await api.upkeep();
    expect(backups).toMatchObject([{ reason: 'weekly', runs: 1, at: now.at }]);
    expect(nextBackupAt).toBe(now.at + 7 * DAY);
    expect(readdirSync(join(folder, 'backups')).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('a program that stays moves old runs into the bin once, says so, and leaves what is brought back', async () => {
    const { store, upkeep, api, events, now } = lookingAfter({ old: 500, young: 5 });
    upkeep.stay(0);
    await expect.poll(() => store.listRuns().length).toBe(1);
    await expect.poll(() => notices(events).join()).toMatch(/1 run older than 12 months/);
    const { lastMoved } = await api.upkeep();
    expect(lastMoved).toEqual({ at: NOON, runIds: ['old'] });
    store.setDeleted(['old'], null);
    now.at += 2 * DAY;
    expect(await api.planPrune({})).toMatchObject({
      runIds: [],
      kept: [{ reason: 'brought-back', runs: 1 }],
    });
    expect((await api.upkeep()).lastMoved).toBeNull();
  });
});

describe('when asked', () => {
  it('keeps so many backups, and never touches a file that somebody else has named', async () => {
    const { folder, api, now } = lookingAfter({ r1: 1 });
    await api.setUpkeep({ backupsKept: 2 });
    mkdirSync(join(folder, 'backups'));
    writeFileSync(join(folder, 'backups', 'before the move.db'), 'mine');
    for (let turn = 0; turn < 3; turn += 1) {
      now.at += 1000;
      await api.backupStore();
    }
    expect((await api.upkeep()).backups.map(({ at }) => at)).toEqual([NOON + 3000, NOON + 2000]);
    expect(readdirSync(join(folder, 'backups'))).toContain('before the move.db');
  });

  it('moves what the plan said, or removes it for good with what was long in the bin', async () => {
    const { store, api } = lookingAfter({ a: 100, b: 90, c: 1, binned: 50, pinned: 200 });
    store.updateRun('pinned', { pinnedAt: NOON });
    store.setDeleted(['binned'], NOON - 40 * DAY);
    const plan = await api.planPrune({ keepMonths: 2 });
    expect(plan).toMatchObject({ runIds: ['a', 'b'], binned: 1, kept: [{ reason: 'pinned', runs: 1 }] });
    expect(plan.bytes).toBeGreaterThan(500);
    expect(await api.pruneStore({ keepMonths: 2 })).toMatchObject({ movedToBin: 2, removed: 0 });
    expect(store.getRun('a')?.deletedAt).toBe(NOON);
    store.setDeleted(['a', 'b'], null);
    store.putSetting('retention', {});
    expect(await api.pruneStore({ keepMonths: 2, forGood: true })).toMatchObject({
      movedToBin: 0,
      removed: 3,
    });
    expect(store.getRun('a')).toBeNull();
    expect(store.getRun('binned')).toBeNull();
  });

  it('tells of hundreds of runs what is in the bin, also of those whose facts are not worked out', async () => {
    const ids = Array.from({ length: 600 }, (_, index) => `r${index}`);
    const { store, api, folder } = lookingAfter(Object.fromEntries(ids.map((id) => [id, 900])));
    expect((await api.pruneStore({})).movedToBin).toBe(600);
    store.setDeleted(['r7'], null);
    const other = new Database(join(folder, 'dyno.db'));
    other.exec(
      `DELETE FROM run_facts WHERE id = 'r9'; INSERT INTO facts_wanted (id, number) VALUES ('r9', -1)`,
    );
    other.close();
    expect((await api.upkeep()).lastMoved?.runIds).toEqual(ids.filter((id) => id !== 'r7'));
    expect((await api.planPrune({})).binned).toBe(0);
    store.setDeleted(ids.slice(100), NOON - 31 * DAY);
    expect((await api.planPrune({})).binned).toBe(500);
  });

  it('removes what belongs to no run any more though no run is to go', async () => {
    const { folder, api } = lookingAfter({ r1: 1 });
    const other = new Database(join(folder, 'dyno.db'));
    other.pragma('foreign_keys = OFF');
    other.exec(`INSERT INTO samples (run_id, start_ms, end_ms, latencies_ms) VALUES ('nobody', 0, 1, x'00')`);
    other.close();
    expect((await api.checkStore()).ok).toBe(false);
    expect(await api.pruneStore({ forGood: true })).toMatchObject({ runIds: [], removed: 0 });
    expect(await api.checkStore()).toMatchObject({ ok: true, runs: 1 });
  });

  it('restores nothing while another program measures, and tells whom it would disturb', async () => {
    const { api, machineLock } = lookingAfter({ r1: 1 });
    const { path } = await api.backupStore();
    const lock = new MachineLock(machineLock);
    expect(lock.tryAcquire({ pid: process.pid, what: 'resnet-50' })).toBe(true);
    await expect(api.restoreStore(path)).rejects.toMatchObject({
      code: 'MEASUREMENT_BUSY',
      message: expect.stringContaining('resnet-50') as string,
    });
    lock.release();
    expect(await api.restoreStore(path)).toMatchObject({
      runs: 1,
      before: { reason: 'before-restore', runs: 1 },
    });
  });

  it('takes no second folder that is not there', async () => {
    const { folder, api } = lookingAfter({});
    await expect(api.setUpkeep({ secondFolder: join(folder, 'no') })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
    expect((await api.upkeep()).settings).toEqual({
      keepMonths: 12,
      backupDays: 7,
      backupsKept: 4,
      secondFolder: null,
    });
  });
});
