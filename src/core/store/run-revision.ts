import type { Database } from 'better-sqlite3';

/** A revision tells its era as well: a restored backup counts on from where it was, but in another era. */
const ERA = 2 ** 32;

export const joinRevision = (era: number, value: number): number => era * ERA + value;
export const eraOf = (revision: number): number => Math.floor(revision / ERA);

/** One number for all changes of runs, of whatever program. */
export function revisionTable(database: Database) {
  const next = database
    .prepare<[], number>('UPDATE run_revision SET value = value + 1 RETURNING value')
    .pluck();
  const now = database.prepare<[], { era: number; value: number }>('SELECT era, value FROM run_revision');
  const begin = database.prepare<[number]>('UPDATE run_revision SET era = max(era, ?) + 1');
  const read = (): number => {
    const { era = 1, value = 0 } = now.get() ?? {};
    return joinRevision(era, value);
  };
  return {
    /** For one changed run, within the transaction that changes it. */
    next: (): number => next.get() ?? 0,
    now: read,
    /** After the store was replaced by another state of it: whoever holds a revision begins anew. */
    beginEra: (after: number): void => void begin.run(eraOf(after)),
  };
}
