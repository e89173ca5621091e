import type { Database } from 'better-sqlite3';
import type { AbComparison } from '../../contract/ab.ts';
import { DynoError } from '../../contract/errors.ts';
import { parseCell } from './cells.ts';
import { isAlive } from './owner.ts';
import type { ComparisonChange, Owner } from './store.ts';

interface ComparisonRow {
  readonly id: string;
  readonly document: string;
}

/** Sorts behind every character that an id can go on with. */
const LAST_CHARACTER = '\u{10ffff}';

/** Tested comparisons: columns for what is sorted and looked for by, the rest as one document. */
export function comparisonTable(database: Database) {
  const insert = database.prepare(
    `INSERT INTO comparisons (id, created_at, status, owner_pid, owner_started_at, document, deleted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare<[string, string, number | null, string]>(
    'UPDATE comparisons SET status = ?, document = ?, deleted_at = ? WHERE id = ?',
  );
  const byId = database.prepare<[string], ComparisonRow>('SELECT id, document FROM comparisons WHERE id = ?');
  const byBeginning = database.prepare<[string, string], ComparisonRow>(
    'SELECT id, document FROM comparisons WHERE id >= ? AND id < ? AND deleted_at IS NULL LIMIT 2',
  );
  const newest = database.prepare<[number], ComparisonRow>(
    `SELECT id, document FROM comparisons WHERE deleted_at IS NULL
     ORDER BY created_at DESC, rowid DESC LIMIT ?`,
  );
  const unfinished = database.prepare<[], ComparisonRow & { owner_pid: number; owner_started_at: string }>(
    `SELECT id, document, owner_pid, owner_started_at FROM comparisons
     WHERE status IN ('queued', 'running') ORDER BY created_at, rowid`,
  );

  const get = (id: string): AbComparison | null => {
    const row = byId.get(id);
    return row === undefined ? null : comparisonOf(row);
  };

  return {
    get,
    insert(comparison: AbComparison, owner: Owner): void {
      const { id, createdAt, status, deletedAt } = comparison;
      insert.run(id, createdAt, status, owner.pid, owner.startedAt, JSON.stringify(comparison), deletedAt);
    },
    update: database.transaction((id: string, change: ComparisonChange): void => {
      const comparison = get(id);
      if (comparison === null) throw noSuchComparison(id);
      const changed = { ...comparison, ...change };
      update.run(changed.status, JSON.stringify(changed), changed.deletedAt, id);
    }).immediate,
    /** By id, a unique beginning of one, or "last". */
    resolve(reference: string): AbComparison {
      const wanted = reference.trim().toLowerCase();
      if (wanted === '') throw noSuchComparison(reference, 'No comparison was named.');
      const known = get(wanted);
      if (known !== null) return known;
      const found = wanted === 'last' ? newest.all(1) : byBeginning.all(wanted, `${wanted}${LAST_CHARACTER}`);
      const [only, second] = found;
      if (only === undefined) throw noSuchComparison(reference);
      if (second !== undefined)
        throw noSuchComparison(reference, 'More than one comparison begins like that.');
      return comparisonOf(only);
    },
    list: (): AbComparison[] => newest.all(-1).map(comparisonOf),
    orphans: (): AbComparison[] =>
      unfinished
        .all()
        .filter((row) => !isAlive({ pid: row.owner_pid, startedAt: row.owner_started_at }))
        .map(comparisonOf),
  };
}

function comparisonOf({ id, document }: ComparisonRow): AbComparison {
  return parseCell(document, { table: 'comparisons', row: id, column: 'document' }) as AbComparison;
}

function noSuchComparison(reference: string, message = 'There is no such comparison.'): DynoError {
  return new DynoError({
    code: 'COMPARISON_NOT_FOUND',
    message,
    subject: reference,
    nextStep: 'Name one by its id, the beginning of it, or "last".',
  });
}
