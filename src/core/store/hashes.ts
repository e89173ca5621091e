import type { Database } from 'better-sqlite3';

/** Content hashes of files seen before: reading gigabytes again for each run would be waste. */
export function hashTable(database: Database) {
  const select = database.prepare<[string, string], { hash: string }>(
    'SELECT hash FROM hashes WHERE path = ? AND stamp = ?',
  );
  const put = database.prepare<[string, string, string]>(
    `INSERT INTO hashes (path, stamp, hash) VALUES (?, ?, ?)
     ON CONFLICT (path) DO UPDATE SET stamp = excluded.stamp, hash = excluded.hash`,
  );
  return {
    get: (path: string, stamp: string): string | null => select.get(path, stamp)?.hash ?? null,
    put(path: string, stamp: string, hash: string): void {
      put.run(path, stamp, hash);
    },
  };
}
