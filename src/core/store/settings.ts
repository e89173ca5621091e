import type { Database } from 'better-sqlite3';
import { parseCell } from './cells.ts';

/** What is set for a store as a whole, each under its name. */
export function settingTable(database: Database) {
  const select = database.prepare<[string], string>('SELECT document FROM settings WHERE name = ?').pluck();
  const put = database.prepare<[string, string]>(
    'INSERT INTO settings (name, document) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET document = excluded.document',
  );
  return {
    get(name: string): unknown {
      const document = select.get(name);
      return document === undefined
        ? null
        : parseCell(document, { table: 'settings', row: name, column: 'document' });
    },
    put: (name: string, value: unknown): void => void put.run(name, JSON.stringify(value)),
  };
}
