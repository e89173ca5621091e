import type { Database } from 'better-sqlite3';
import type { Bytes, WallTime } from '../../contract/units.ts';

/** Outputs of reference runs by what they depend on; those not asked for the longest go first. */
export function referenceOutputTable(database: Database) {
  const select = database.prepare<[string], { outputs: Buffer }>(
    'SELECT outputs FROM reference_outputs WHERE key = ?',
  );
  const touch = database.prepare<[WallTime, string]>(
    'UPDATE reference_outputs SET used_at = ? WHERE key = ?',
  );
  const insert = database.prepare<[string, Bytes, WallTime, WallTime, Uint8Array]>(
    `INSERT OR REPLACE INTO reference_outputs (key, bytes, written_at, used_at, outputs) VALUES (?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare<[string]>('DELETE FROM reference_outputs WHERE key = ?');
  const sum = database.prepare<[], { entries: number; bytes: Bytes }>(
    'SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes FROM reference_outputs',
  );
  const oldest = database.prepare<[], { key: string; bytes: Bytes }>(
    'SELECT key, bytes FROM reference_outputs ORDER BY used_at, rowid LIMIT 1',
  );
  const kept = (): { entries: number; bytes: Bytes } => sum.get() ?? { entries: 0, bytes: 0 };

  return {
    get(key: string, at: WallTime): Uint8Array | null {
      const row = select.get(key);
      if (row === undefined) return null;
      touch.run(at, key);
      return row.outputs;
    },
    /** False where it is larger than all may be together; what was there under its key is gone then too. */
    put: database.transaction((key: string, bytes: Uint8Array, at: WallTime, limit: Bytes): boolean => {
      remove.run(key);
      if (bytes.byteLength > limit) return false;
      for (let held = kept().bytes; held + bytes.byteLength > limit;) {
        const first = oldest.get();
        if (first === undefined) break;
        remove.run(first.key);
        held -= first.bytes;
      }
      insert.run(key, bytes.byteLength, at, at, bytes);
      return true;
    }),
    kept,
  };
}
