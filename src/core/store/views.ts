import type { Database } from 'better-sqlite3';
import type { SavedView } from '../../contract/run-list.ts';
import { parseCell } from './cells.ts';

export function viewTable(database: Database) {
  const select = database.prepare<[], { name: string; document: string }>(
    'SELECT name, document FROM views ORDER BY name',
  );
  const put = database.prepare<[string, string]>(
    'INSERT INTO views (name, document) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET document = excluded.document',
  );
  const remove = database.prepare<[string]>('DELETE FROM views WHERE name = ?');
  return {
    all: (): SavedView[] =>
      select
        .all()
        .map(
          ({ name, document }) =>
            parseCell(document, { table: 'views', row: name, column: 'document' }) as SavedView,
        ),
    put: (view: SavedView): void => void put.run(view.name, JSON.stringify(view)),
    remove: (name: string): void => void remove.run(name),
  };
}
