import type { Database } from 'better-sqlite3';
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Bytes } from '../../../contract/units.ts';
import { storeError } from '../store-errors.ts';
import { refuseWhileGoingOn } from './going-on.ts';
import { requireSpace, storeSize } from './keep-backup.ts';
import { checkpoint, openLive } from './open-live.ts';

/** A few milliseconds of the write lock: others get theirs in between. */
const PAGES_A_SLICE = 256;
const SLICES_A_CHECKPOINT = 32;
const INCREMENTAL = 2;

/**
 * Gives free pages back to the disk, from the end of the file, slice by slice and each a transaction of its own: it needs
 * no second copy of the store and holds nobody up. VACUUM would do both; it is left for stores from before this was so,
 * once, since only it can make a store one that can be shortened in slices.
 */
export async function compactStore(
  store: string,
  tell: (share: number | null, text: string) => void,
): Promise<{ readonly beforeBytes: Bytes; readonly afterBytes: Bytes }> {
  const database = openLive(store);
  try {
    const beforeBytes = storeSize(store);
    if (database.pragma('auto_vacuum', { simple: true }) !== INCREMENTAL) rebuild(database, store, tell);
    else await shorten(database, tell);
    checkpoint(database);
    return { beforeBytes, afterBytes: storeSize(store) };
  } catch (error) {
    throw storeError(error, store);
  } finally {
    database.close();
  }
}

async function shorten(database: Database, tell: (share: number, text: string) => void): Promise<void> {
  const free = (): number => database.pragma('freelist_count', { simple: true }) as number;
  const atFirst = free();
  for (let slice = 1, left = atFirst; left > 0; slice += 1) {
    tell(1 - left / atFirst, 'Giving free pages back');
    database.pragma(`incremental_vacuum(${PAGES_A_SLICE})`);
    if (slice % SLICES_A_CHECKPOINT === 0) database.pragma('wal_checkpoint(PASSIVE)');
    const now = free();
    // Somebody else may free pages as quickly as they are given back.
    if (now >= left && slice * PAGES_A_SLICE > 2 * atFirst) return;
    left = now;
    await turn();
  }
}

function rebuild(database: Database, store: string, tell: (share: null, text: string) => void): void {
  refuseWhileGoingOn(database, store);
  const pages =
    (database.pragma('page_count', { simple: true }) as number) -
    (database.pragma('freelist_count', { simple: true }) as number);
  // Written anew beside the store, then through its log.
  requireSpace(
    dirname(store),
    2 * pages * (database.pragma('page_size', { simple: true }) as number),
    'Compacting',
  );
  tell(null, 'Writing the store anew, this once');
  database.pragma(`auto_vacuum = ${INCREMENTAL}`);
  database.exec('VACUUM');
}
