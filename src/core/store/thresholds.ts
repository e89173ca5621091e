import type { Database } from 'better-sqlite3';
import type { Threshold } from '../../contract/alert.ts';
import { parseCell } from './cells.ts';

/** Only what differs from Dyno's defaults: the user's own lines, and built-in ones as the user has changed them. */
export function thresholdTable(database: Database) {
  const put = database.prepare<[string, string]>(
    `INSERT INTO thresholds (id, document) VALUES (?, ?)
     ON CONFLICT (id) DO UPDATE SET document = excluded.document`,
  );
  const all = database.prepare<[], { id: string; document: string }>(
    'SELECT id, document FROM thresholds ORDER BY rowid',
  );
  const remove = database.prepare<[string]>('DELETE FROM thresholds WHERE id = ?');
  return {
    put: (threshold: Threshold): void => void put.run(threshold.id, JSON.stringify(threshold)),
    all: (): Threshold[] =>
      all
        .all()
        .map(
          ({ id, document }) =>
            parseCell(document, { table: 'thresholds', row: id, column: 'document' }) as Threshold,
        ),
    /** False where there was none. */
    remove: (id: string): boolean => remove.run(id).changes > 0,
  };
}
