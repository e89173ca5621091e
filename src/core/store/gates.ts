import type { Database } from 'better-sqlite3';
import type { GateReport } from '../../contract/gate.ts';
import { parseCell } from './cells.ts';

const MOST_KEPT = 200;

interface GateRow {
  readonly id: string;
  readonly document: string;
}

/** What gates have said: a build server asks every few minutes, so only the newest stay. */
export function gateTable(database: Database) {
  const insert = database.prepare<[string, number, string]>(
    'INSERT OR REPLACE INTO gates (id, at, document) VALUES (?, ?, ?)',
  );
  const forget = database.prepare<[number]>(
    'DELETE FROM gates WHERE rowid NOT IN (SELECT rowid FROM gates ORDER BY at DESC, rowid DESC LIMIT ?)',
  );
  const list = database.prepare<[], GateRow>('SELECT id, document FROM gates ORDER BY at DESC, rowid DESC');
  const put = database.transaction((report: GateReport): void => {
    insert.run(report.id, report.at, JSON.stringify(report));
    forget.run(MOST_KEPT);
  });
  return {
    put: (report: GateReport): void => put(report),
    list: (): GateReport[] =>
      list
        .all()
        .map(({ id, document }) =>
          parseCell(document, { table: 'gates', row: id, column: 'document' }),
        ) as GateReport[],
  };
}
