import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { DynoError } from '../../../contract/errors.ts';
import type { KeptCopy, RestoreRequest } from '../../../contract/keeper-api.ts';
import { identityOf } from '../database.ts';
import { revisionTable } from '../run-revision.ts';
import { storeError } from '../store-errors.ts';
import { refuseWhileGoingOn } from './going-on.ts';
import { keepBackup, requireSpace, storeSize } from './keep-backup.ts';
import { checkpoint, openLive } from './open-live.ts';
import { stageBackup } from './stage-backup.ts';

const PAGES_A_STEP = 4096;
const LOOK_AGAIN_MS = 20;
const PATIENCE_MS = 20_000;

type Tell = (share: number | null, text: string) => void;

/**
 * Puts a backup in the place of a store that others have open. Its pages are copied into the live file as one
 * transaction: a reader sees what was there before or all that is there now, and so does whoever opens it after a kill.
 * What was there is copied first, and once more behind the write lock where somebody wrote in between.
 */
export async function restoreStore(
  { store, from, folder, at }: RestoreRequest,
  tell: Tell,
): Promise<{ readonly before: KeptCopy; readonly runs: number }> {
  if (identityOf(from) !== null && identityOf(from) === identityOf(store)) throw isTheStore(from);
  const bytes = statSync(from, { throwIfNoEntry: false })?.size ?? 0;
  // Staged, kept as it was, and written through the log.
  requireSpace(dirname(store), 2 * bytes + storeSize(store), 'Restoring it');
  const scratch = mkdtempSync(join(dirname(store), 'restoring-'));
  try {
    tell(null, 'Looking through the backup');
    const staged = join(scratch, 'staged.db');
    const { runs } = stageBackup(from, staged, revisionOf(store));
    const keep = () =>
      keepBackup({ store, into: { folder }, secondFolder: null, reason: 'before-restore', at }, (share) =>
        tell(share, 'Keeping what is there'),
      );
    let before = await keep();
    const again = async (): Promise<void> => {
      if (!before.copy.isOutdated()) return;
      before.copy.close();
      rmSync(before.path, { force: true });
      before = await keep();
    };
    try {
      await replace(store, staged, again, tell);
    } finally {
      before.copy.close();
    }
    const { copy: _copy, ...kept } = before;
    return { before: kept, runs };
  } catch (error) {
    throw storeError(error, store);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function revisionOf(store: string): number {
  const live = openLive(store);
  try {
    return revisionTable(live).now();
  } finally {
    live.close();
  }
}

/** Once for each way in which the store may be held: a busy one is asked again, as SQLite would. */
async function replace(
  store: string,
  staged: string,
  behindLock: () => Promise<void>,
  tell: Tell,
): Promise<void> {
  const live = openLive(store);
  try {
    for (const deadline = performance.now() + PATIENCE_MS; ;) {
      if (await replaceOnce(live, store, staged, behindLock, tell)) break;
      if (performance.now() > deadline) throw alwaysBusy(store);
      await delay(LOOK_AGAIN_MS);
    }
    tell(null, 'Working it into the file');
    checkpoint(live);
  } finally {
    live.close();
  }
}

/** False where somebody else was writing. The first step of SQLite's backup takes the write lock and copies nothing. */
async function replaceOnce(
  live: Database.Database,
  store: string,
  staged: string,
  behindLock: () => Promise<void>,
  tell: Tell,
): Promise<boolean> {
  const source = new Database(staged, { fileMustExist: true });
  let ready: Promise<void> | null = null;
  let isReady = false;
  let failure: { readonly error: unknown } | null = null;
  try {
    const { totalPages } = await source.backup(store, {
      progress({ totalPages, remainingPages }) {
        ready ??= Promise.resolve()
          .then(() => refuseWhileGoingOn(live, store))
          .then(behindLock)
          .then(
            () => void (isReady = true),
            (error: unknown) => void (failure = { error }),
          );
        if (failure !== null) throw failure.error;
        if (!isReady) return 0;
        tell(1 - remainingPages / totalPages, 'Restoring');
        return PAGES_A_STEP;
      },
    });
    return totalPages > 0;
  } finally {
    source.close();
  }
}

function isTheStore(from: string): DynoError {
  return new DynoError({
    code: 'BACKUP_INVALID',
    message: 'This is the store itself, not a backup of it.',
    subject: from,
    nextStep: 'Name a backup; "dyno db" lists those that Dyno has made.',
  });
}

function alwaysBusy(store: string): DynoError {
  return new DynoError({
    code: 'STORE_FAILED',
    message: 'Other programs kept writing into the store, so that it could not be replaced. It is as it was.',
    subject: store,
    nextStep: 'End them, or wait until they have less to do, and restore again.',
  });
}
