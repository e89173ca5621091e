import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WallTime } from '../../contract/units.ts';
import { identityOf, openDatabase, type Opening } from './database.ts';
import { setAside } from './set-aside.ts';
import { sqliteStore } from './sqlite-store.ts';
import { storeError, storeReadOnly } from './store-errors.ts';
import type { Store } from './store.ts';

export const STORE_FILE = 'dyno.db';

export interface StoreOptions {
  readonly folder: string;
  readonly wallNow: () => WallTime;
}

/** Opens the folder's store, making or migrating it. A damaged one is set aside, a newer one is refused. */
export function openStore({ folder, wallNow }: StoreOptions): Store {
  const file = join(folder, STORE_FILE);
  const notices: string[] = [];
  try {
    makeWritable(folder, file);
    let opening = openUnlessMoved(file);
    if (opening.kind === 'damaged') {
      const kept = setAside(file, opening.identity, new Date(wallNow()));
      if (kept !== null) {
        notices.push(
          `The store ${file} was damaged (${opening.reason}). It was kept as ${kept}, and a new one was begun.`,
        );
      }
      opening = openUnlessMoved(file);
      if (opening.kind === 'damaged') throw opening.error;
    }
    return sqliteStore(opening.database, folder, notices);
  } catch (error) {
    throw storeError(error, file);
  }
}

/** Another program may set a damaged file aside between two looks at it: what is there then is looked at anew. */
function openUnlessMoved(file: string): Opening {
  const identity = identityOf(file);
  try {
    return openDatabase(file);
  } catch (error) {
    if (identity === null || identityOf(file) === identity) throw error;
    return openDatabase(file);
  }
}

function makeWritable(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true });
  if (!statSync(folder).isDirectory()) throw storeReadOnly(folder, 'its folder is a file');
  accessSync(folder, constants.W_OK | constants.X_OK);
  const known = statSync(file, { throwIfNoEntry: false });
  if (known === undefined) return;
  if (!known.isFile()) throw storeReadOnly(file, 'it is not a file');
  accessSync(file, constants.R_OK | constants.W_OK);
}
