import type { Database } from 'better-sqlite3';
import { DynoError } from '../../contract/errors.ts';
import type { Sweep } from '../../contract/sweep.ts';
import { parseCell } from './cells.ts';
import { isAlive } from './owner.ts';
import type { Owner } from './store.ts';

interface SweepRow {
  readonly id: string;
  readonly document: string;
}

interface OwnedRow extends SweepRow {
  readonly owner_pid: number;
  readonly owner_started_at: string;
}

/** A sweep is one document, changed as a whole: its cells are few, and its runs are rows of their own. */
export function sweepTable(database: Database) {
  const insert = database.prepare<[string, number, string, number, string, string]>(
    `INSERT INTO sweeps (id, created_at, status, owner_pid, owner_started_at, document) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare<[string, string, string]>(
    'UPDATE sweeps SET status = ?, document = ? WHERE id = ?',
  );
  const take = database.prepare<[string, string, number, string, string]>(
    `UPDATE sweeps SET status = ?, document = ?, owner_pid = ?, owner_started_at = ?
     WHERE id = ? AND status NOT IN ('queued', 'running')`,
  );
  const newest = database.prepare<[], SweepRow>(
    'SELECT id, document FROM sweeps WHERE deleted_at IS NULL ORDER BY created_at DESC, rowid DESC',
  );
  const unfinished = database.prepare<[], OwnedRow>(
    `SELECT id, document, owner_pid, owner_started_at FROM sweeps WHERE status IN ('queued', 'running')`,
  );
  const list = (): Sweep[] => newest.all().map(toSweep);

  return {
    list,
    insert(sweep: Sweep, { pid, startedAt }: Owner): void {
      insert.run(sweep.id, sweep.createdAt, sweep.status, pid, startedAt, JSON.stringify(sweep));
    },
    update(sweep: Sweep): void {
      update.run(sweep.status, JSON.stringify(sweep), sweep.id);
    },
    /** False where somebody else has it in hand already. */
    take: (sweep: Sweep, { pid, startedAt }: Owner): boolean =>
      take.run(sweep.status, JSON.stringify(sweep), pid, startedAt, sweep.id).changes === 1,
    /** By id, by name, by a unique beginning of an id, or "last". */
    resolve(reference: string): Sweep {
      const wanted = reference.trim();
      const all = list();
      const known =
        wanted === 'last'
          ? all[0]
          : (all.find(({ id }) => id === wanted) ?? all.find(({ name }) => name === wanted));
      if (known !== undefined) return known;
      const begun = wanted === '' ? [] : all.filter(({ id }) => id.startsWith(wanted.toLowerCase()));
      const [only, second] = begun;
      if (only !== undefined && second === undefined) return only;
      throw noSuchSweep(
        reference,
        begun.length > 1 ? 'More than one sweep goes by that.' : 'There is no such sweep.',
      );
    },
    orphans: (): Sweep[] =>
      unfinished
        .all()
        .filter((row) => !isAlive({ pid: row.owner_pid, startedAt: row.owner_started_at }))
        .map(toSweep),
  };
}

function toSweep({ id, document }: SweepRow): Sweep {
  return parseCell(document, { table: 'sweeps', row: id, column: 'document' }) as Sweep;
}

function noSuchSweep(reference: string, message: string): DynoError {
  return new DynoError({
    code: 'SWEEP_NOT_FOUND',
    message,
    subject: reference,
    nextStep:
      'List the sweeps with "dyno sweep --list", and name one by its id, the beginning of it, or "last".',
  });
}
