import { setImmediate as turn } from 'node:timers/promises';
import type { Bytes } from '../../../contract/units.ts';
import { checkpoint, openLive } from './open-live.ts';
import { removeOrphanRows } from './orphan-rows.ts';

/** Each run in a transaction of its own, so that others get their turn, and a kill leaves whole runs. */
export async function purgeRuns(
  store: string,
  runIds: readonly string[],
  tell: (share: number, text: string) => void,
): Promise<{ readonly removed: number; readonly freedBytes: Bytes }> {
  const database = openLive(store);
  try {
    const free = (): Bytes =>
      (database.pragma('freelist_count', { simple: true }) as number) *
      (database.pragma('page_size', { simple: true }) as number);
    const before = free();
    const remove = database.prepare<[string]>(
      'DELETE FROM runs WHERE id = ? AND id NOT IN (SELECT run_id FROM baselines)',
    );
    let removed = 0;
    for (const [index, id] of runIds.entries()) {
      if (index % 16 === 0) tell(index / runIds.length, 'Removing runs');
      removed += remove.run(id).changes;
      await turn();
    }
    removeOrphanRows(database);
    checkpoint(database);
    return { removed, freedBytes: Math.max(0, free() - before) };
  } finally {
    database.close();
  }
}
