import { asDynoError } from '../../contract/errors.ts';
import { openStore } from './open-store.ts';

/** Opens the store of a folder and tells how that went. */
function attempt(folder: string): unknown {
  try {
    openStore({ folder, wallNow: () => 0 }).close();
    return null;
  } catch (error) {
    return asDynoError(error).details();
  }
}

process.send?.(attempt(process.argv[2] ?? ''));
