import type { Database } from 'better-sqlite3';
import type { WallTime } from '../../contract/units.ts';

/** The user's own sets, as they were written. */
export function targetSetTable(database: Database) {
  const put = database.prepare<[string, string, WallTime]>(
    `INSERT INTO target_sets (name, yaml, saved_at) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET yaml = excluded.yaml, saved_at = excluded.saved_at`,
  );
  const all = database.prepare<[], { name: string; yaml: string }>(
    'SELECT name, yaml FROM target_sets ORDER BY name',
  );
  const remove = database.prepare<[string]>('DELETE FROM target_sets WHERE name = ?');
  return {
    put: (name: string, yaml: string, at: WallTime): void => void put.run(name, yaml, at),
    all: (): readonly { readonly name: string; readonly yaml: string }[] => all.all(),
    /** False where there was none. */
    remove: (name: string): boolean => remove.run(name).changes > 0,
  };
}
