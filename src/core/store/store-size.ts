import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { Bytes } from '../../contract/units.ts';

/** What the store takes on the disk with its log, and how much of that holds nothing. */
export function storeSize(database: Database) {
  // By two small indexes: to count those out of the bin is to read every row.
  const count = database
    .prepare<[], number>(
      'SELECT (SELECT count(*) FROM runs) - (SELECT count(*) FROM runs WHERE deleted_at IS NOT NULL)',
    )
    .pluck();
  const number = (pragma: string): number => database.pragma(pragma, { simple: true }) as number;
  return (): { readonly bytes: Bytes; readonly freeBytes: Bytes; readonly runs: number } => ({
    bytes: ['', '-wal'].reduce(
      (sum, part) => sum + (statSync(database.name + part, { throwIfNoEntry: false })?.size ?? 0),
      0,
    ),
    freeBytes: number('freelist_count') * number('page_size'),
    runs: count.get() ?? 0,
  });
}
