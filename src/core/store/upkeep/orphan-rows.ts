import type { Database } from 'better-sqlite3';

export interface OrphanRows {
  readonly table: string;
  /** Their rowids; null where the table has none. */
  readonly rows: readonly (number | null)[];
}

/** Rows whose parent is gone: left by a program that did not mind foreign keys. They are never read. */
export function orphanRows(database: Database): readonly OrphanRows[] {
  const found = database.pragma('foreign_key_check') as { table: string; rowid: number | null }[];
  const byTable = new Map<string, Set<number | null>>();
  for (const { table, rowid } of found) {
    const rows = byTable.get(table) ?? new Set();
    byTable.set(table, rows.add(rowid));
  }
  return [...byTable].map(([table, rows]) => ({ table, rows: [...rows] }));
}

/** Rows that hang on an orphan go with it. */
export function removeOrphanRows(database: Database): number {
  let removed = 0;
  for (const { table, rows } of orphanRows(database)) {
    const remove = database.prepare<[number]>(`DELETE FROM "${table.replaceAll('"', '""')}" WHERE rowid = ?`);
    const known = rows.filter((row) => row !== null);
    removed += database
      .transaction(() => known.reduce((sum, row) => sum + remove.run(row).changes, 0))
      .immediate();
  }
  return removed;
}
