import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { storeCorrupt } from '../store-errors.ts';
import { countRuns, dataVersion, openLive } from './open-live.ts';

/** 8 MB: some milliseconds, so that word of the progress gets out. */
const PAGES_A_STEP = 2048;

export interface StoreCopy {
  readonly runs: number;
  /** Whether somebody has written into the store since the moment that the copy shows. */
  readonly isOutdated: () => boolean;
  readonly close: () => void;
}

/**
 * The store as it is at one moment, by SQLite's own online backup. A read transaction is held meanwhile: without one
 * every commit of another program would make the copying begin again, and beside a recording it would never end.
 */
export async function copyStore(
  store: string,
  into: string,
  tell: (share: number) => void,
): Promise<StoreCopy> {
  const source = openLive(store, { readonly: true });
  try {
    source.exec('BEGIN');
    const runs = countRuns(source);
    const seen = dataVersion(source);
    const { totalPages } = await source.backup(into, {
      progress({ totalPages, remainingPages }) {
        tell(1 - remainingPages / totalPages);
        return PAGES_A_STEP;
      },
    });
    if (totalPages === 0) throw new Error('SQLite copied nothing.');
    source.exec('COMMIT');
    finish(into, store);
    return { runs, isOutdated: () => dataVersion(source) !== seen, close: () => source.close() };
  } catch (error) {
    source.close();
    removeCopy(into);
    throw error;
  }
}

/** One file that needs no log beside it, and can be read from a disk that cannot be written. */
function finish(copy: string, store: string): void {
  const database = new Database(copy);
  try {
    database.pragma('journal_mode = DELETE');
    const finding: unknown = database.pragma('quick_check(1)', { simple: true });
    if (finding !== 'ok') {
      throw storeCorrupt(
        store,
        `a copy of it does not hold together (${String(finding).replaceAll('\n', ' ')}), and was not kept as a backup`,
        undefined,
        'Run dyno db check; then restore the newest backup with dyno db restore.',
      );
    }
  } finally {
    database.close();
  }
}

export function removeCopy(copy: string): void {
  for (const part of ['', '-journal', '-wal', '-shm']) rmSync(copy + part, { force: true });
}
