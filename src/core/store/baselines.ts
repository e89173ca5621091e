import type { Database } from 'better-sqlite3';
import type { Baseline } from '../../contract/target.ts';

interface BaselineRow {
  readonly name: string;
  readonly run_id: string;
  readonly set_at: number;
}

/** Names for runs that others are held against. One whose run is in the bin is not shown until it comes back. */
export function baselineTable(database: Database) {
  const put = database.prepare<[string, string, number]>(
    `INSERT INTO baselines (name, run_id, set_at) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET run_id = excluded.run_id, set_at = excluded.set_at`,
  );
  const all = database.prepare<[], BaselineRow>(
    `SELECT baselines.name, run_id, set_at FROM baselines JOIN runs ON runs.id = run_id
     WHERE runs.deleted_at IS NULL ORDER BY baselines.name`,
  );
  const remove = database.prepare<[string]>('DELETE FROM baselines WHERE name = ?');
  return {
    put: ({ name, runId, setAt }: Baseline): void => void put.run(name, runId, setAt),
    all: (): readonly Baseline[] =>
      all.all().map(({ name, run_id, set_at }) => ({ name, runId: run_id, setAt: set_at })),
    /** False where there was none. */
    remove: (name: string): boolean => remove.run(name).changes > 0,
  };
}
