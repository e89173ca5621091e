import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { CoreEvent } from '../../contract/api.ts';
import { DynoError } from '../../contract/errors.ts';
import type { KeptCopy } from '../../contract/keeper-api.ts';
import type {
  Backup,
  BackupReason,
  PruneReport,
  PruneRequest,
  UpkeepApi,
  UpkeepProgress,
  UpkeepSettings,
  UpkeepState,
} from '../../contract/upkeep.ts';
import type { WallTime } from '../../contract/units.ts';
import { nextBackupAt } from '../analysis/upkeep/backup-schedule.ts';
import type { CorePorts } from '../ports.ts';
import { MachineLock } from '../store/machine-lock.ts';
import { STORE_FILE } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { backupFolder, listBackups, ownSecondFolder, tidyBackups } from './backups.ts';
import { Calendar } from './calendar.ts';
import { Keeping } from './keeping.ts';
import { announcedMove, BIN_KEPT_MS, lastMoved, longBinned, planPrune } from './retention.ts';
import { readUpkeepSettings, writeUpkeepSettings } from './upkeep-settings.ts';

/** A store up to this size is copied behind a command without anybody noticing. */
const QUICK_BYTES = 256 * 2 ** 20;

export interface UpkeepSurroundings {
  readonly store: Store;
  readonly ports: Pick<CorePorts, 'clock' | 'log' | 'paths' | 'launchKeeper'>;
  readonly emit: (event: CoreEvent) => void;
  /** Whether this program measures now. */
  readonly isMeasuring: () => boolean;
  /** All that is in the store is another than before. */
  readonly replaced: () => void;
}

/** How the store is looked after, when asked and by itself. */
export class Upkeep {
  readonly #around: UpkeepSurroundings;
  readonly #keeping: Keeping;
  readonly #calendar: Calendar;
  readonly #followers = new Set<(progress: UpkeepProgress) => void>();
  #byItself = false;
  #problem: string | null = null;
  #closed = false;
  #storedRuns = false;
  #emptying: Promise<void> = Promise.resolve();

  constructor(around: UpkeepSurroundings) {
    this.#around = around;
    const { store, ports, emit } = around;
    this.#keeping = new Keeping(
      (events) => ports.launchKeeper(events),
      (progress) => {
        for (const follower of this.#followers) follower(progress);
        emit({ type: 'upkeep-progress', progress });
      },
    );
    this.#calendar = new Calendar({
      store,
      clock: ports.clock,
      log: ports.log,
      settings: () => this.#settings,
      isMeasuring: () => around.isMeasuring() || this.#machineLock().holder() !== null,
      nextBackupAt: () => this.#nextBackupAt(),
      backUp: () => this.#backUpByItself(),
      alone: (act) => this.#alone(act),
      notice: (text) => this.#notice(text),
      changed: (runIds) => emit({ type: 'runs-changed', runIds }),
    });
  }

  readonly api: UpkeepApi = {
    upkeep: () => this.#state(),
    setUpkeep: async (change) => this.#set(change),
    backupStore: (path) => this.#backUp('asked', path ?? null),
    restoreStore: (path) => this.#restore(path),
    checkStore: () => this.#keeping.ask('check', (keeper) => keeper.check(this.#file)),
    planPrune: (request) => planPrune(this.#around.store, request, this.#now),
    pruneStore: (request) => this.#prune(request),
    compactStore: () =>
      this.#withMachine('compacting the store', () =>
        this.#keeping.ask('compact', (keeper) => keeper.compact(this.#file)),
      ),
  };

  /** For programs that stay: backups and retention by themselves. */
  stay(firstLookMs?: number): void {
    this.#calendar.start(firstLookMs);
  }

  /** This program has put runs into the store. */
  noteRuns(): void {
    this.#storedRuns = true;
  }

  /** Progress of what was asked, for hosts that follow nothing else. */
  follow(listener: (progress: UpkeepProgress) => void): () => void {
    this.#followers.add(listener);
    return () => void this.#followers.delete(listener);
  }

  /** Behind a command that stored runs, where a backup is overdue; gives words where it is left to be asked for. */
  async afterCommand(): Promise<string | null> {
    if (!this.#storedRuns) return null;
    try {
      const due = await this.#nextBackupAt();
      if (due === null || this.#now < due) return null;
      if (this.#around.store.size().bytes > QUICK_BYTES) {
        return 'The newest backup of the runs is overdue. Make one: dyno db backup';
      }
      await this.#alone(() => this.#backUpByItself());
      return this.#problem;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** What runs by itself gives way to a measurement; it is done with a later look. */
  async makeWay(): Promise<void> {
    if (this.#byItself) await this.#keeping.stop('backup');
  }

  /** Removes what was in the bin for its time, a few runs at a time. */
  emptyBin(): void {
    this.#emptying = this.#empty().catch((error: unknown) =>
      this.#around.ports.log.debug(`The bin could not be emptied: ${String(error)}`),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#keeping.close();
    await this.#calendar.stop();
    await this.#emptying;
  }

  get #file(): string {
    return join(this.#around.store.folder, STORE_FILE);
  }

  get #now(): WallTime {
    return this.#around.ports.clock.wall();
  }

  get #settings(): UpkeepSettings {
    return readUpkeepSettings(this.#around.store);
  }

  #machineLock(): MachineLock {
    return new MachineLock(this.#around.ports.paths.machineLock);
  }

  async #state(): Promise<UpkeepState> {
    const { store } = this.#around;
    const settings = this.#settings;
    const backups = await listBackups(store.folder, settings);
    const { bytes, freeBytes, runs } = store.size();
    return {
      settings,
      backups,
      storeBytes: bytes,
      freeBytes,
      runs,
      nextBackupAt: await this.#nextBackupAt(backups),
      plan: await planPrune(store, {}, this.#now),
      lastMoved: await lastMoved(store),
      problem: this.#problem,
    };
  }

  async #nextBackupAt(known?: readonly Backup[]): Promise<WallTime | null> {
    const { store } = this.#around;
    const settings = this.#settings;
    const backups = known ?? (await listBackups(store.folder, settings));
    const facts = backups.map((backup) => ({ ...backup, runs: backup.runs ?? 0 }));
    return nextBackupAt(settings, facts, store.firstRunAt());
  }

  #set(change: Partial<UpkeepSettings>): UpkeepSettings {
    const settings = { ...this.#settings, ...change };
    if (change.secondFolder !== undefined && change.secondFolder !== null) requireFolder(change.secondFolder);
    writeUpkeepSettings(this.#around.store, settings);
    return settings;
  }

  async #backUp(reason: BackupReason, path: string | null): Promise<Backup> {
    const { store } = this.#around;
    const settings = this.#settings;
    const own = backupFolder(store.folder);
    const isFolder = path !== null && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    const into = path === null ? { folder: own } : isFolder ? { folder: path } : { file: path };
    const at = this.#now;
    await tidyBackups(store.folder, { ...settings, backupsKept: Number.POSITIVE_INFINITY });
    const kept = await this.#keeping.ask('backup', (keeper) =>
      keeper.copy({
        store: this.#file,
        into,
        secondFolder: path === null ? ownSecondFolder(settings.secondFolder, store.folder) : null,
        reason,
        at,
      }),
    );
    if (path === null) {
      this.#problem = kept.secondProblem;
      if (kept.secondProblem !== null) this.#notice(kept.secondProblem);
      await tidyBackups(store.folder, settings);
    }
    return backupOf(kept, reason, at);
  }

  async #backUpByItself(): Promise<void> {
    this.#byItself = true;
    try {
      await this.#backUp('weekly', null);
    } catch (error) {
      if (this.#closed || this.#around.isMeasuring()) return;
      this.#problem = error instanceof Error ? error.message : String(error);
      this.#notice(`The backup by itself could not be made: ${this.#problem}`);
    } finally {
      this.#byItself = false;
    }
  }

  async #restore(path: string): ReturnType<UpkeepApi['restoreStore']> {
    const { store, ports, replaced } = this.#around;
    const began = ports.clock.monotonic();
    const settings = this.#settings;
    const at = this.#now;
    const { before, runs } = await this.#withMachine('restoring the store', () =>
      this.#keeping.ask('restore', (keeper) =>
        keeper.restore({ store: this.#file, from: path, folder: backupFolder(store.folder), at }),
      ),
    );
    replaced();
    await tidyBackups(store.folder, settings, path);
    return {
      from: path,
      before: backupOf(before, 'before-restore', at),
      runs,
      tookMs: ports.clock.monotonic() - began,
    };
  }

  async #prune(request: PruneRequest): Promise<PruneReport> {
    const { store, emit } = this.#around;
    const at = this.#now;
    const plan = await planPrune(store, request, at);
    await announcedMove(store, plan.runIds, at);
    if (plan.runIds.length > 0) emit({ type: 'runs-changed', runIds: plan.runIds });
    if (request.forGood !== true)
      return { ...plan, movedToBin: plan.runIds.length, removed: 0, freedBytes: 0 };
    const gone = [...plan.runIds, ...(await longBinned(store, at))];
    const { removed, freedBytes } = await this.#keeping.ask('prune', (keeper) =>
      keeper.purge(this.#file, [...new Set(gone)]),
    );
    emit({ type: 'runs-changed', runIds: gone });
    return { ...plan, movedToBin: 0, removed, freedBytes };
  }

  async #empty(): Promise<void> {
    const { store, emit } = this.#around;
    const before = this.#now - BIN_KEPT_MS;
    for (;;) {
      const runIds = store.binnedBefore(before, 1);
      if (runIds.length === 0 || store.purgeRuns(runIds) === 0) return;
      emit({ type: 'runs-changed', runIds });
      await turn();
      if (this.#closed) return;
    }
  }

  /** Nothing is measured on this machine meanwhile: whoever wants to waits. */
  async #withMachine<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
    const lock = this.#machineLock();
    if (this.#around.isMeasuring() || !lock.tryAcquire({ pid: process.pid, what })) {
      const holder = lock.holder();
      throw new DynoError({
        code: 'MEASUREMENT_BUSY',
        message: `Something is measured on this machine${holder === null ? '' : ` (pid ${holder.pid}: ${holder.what})`}, which ${what} would disturb.`,
        subject: this.#file,
        nextStep: 'Wait until it has ended, or stop it, and try again.',
      });
    }
    try {
      return await act();
    } finally {
      lock.release();
    }
  }

  async #alone(act: () => Promise<void>): Promise<boolean> {
    const folder = backupFolder(this.#around.store.folder);
    mkdirSync(folder, { recursive: true });
    const lock = new MachineLock(join(folder, '.calendar'));
    if (!lock.tryAcquire({ pid: process.pid, what: 'upkeep' })) return false;
    try {
      await act();
      return true;
    } finally {
      lock.release();
    }
  }

  #notice(text: string): void {
    this.#around.ports.log.warn(text);
    this.#around.emit({ type: 'notice', text, at: this.#now });
  }
}

function backupOf({ path, bytes, runs, secondPath }: KeptCopy, reason: BackupReason, at: WallTime): Backup {
  return { path, at, bytes, runs, reason, secondPath };
}

function requireFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new DynoError({
    code: 'FILE_NOT_FOUND',
    message: 'There is no such folder for second copies.',
    subject: folder,
    nextStep: 'Make it first, or connect its disk.',
  });
}
