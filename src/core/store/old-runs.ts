import type { Database } from 'better-sqlite3';
import type { Bytes, WallTime } from '../../contract/units.ts';
import type { OldRun } from '../analysis/upkeep/retention.ts';

export interface OldRunCursor {
  readonly createdAt: WallTime;
  readonly row: number;
}

export interface OldRunPage {
  readonly runs: readonly OldRun[];
  /** Null: that was all. */
  readonly next: OldRunCursor | null;
}

interface OldRunRow {
  readonly id: string;
  readonly row: number;
  readonly createdAt: number;
  readonly isBaseline: 0 | 1;
  readonly isPinned: 0 | 1;
  readonly isTagged: 0 | 1;
  readonly isCompared: 0 | 1;
}

export interface BinCursor {
  readonly deletedAt: WallTime;
  readonly row: number;
}

export interface BinPage {
  readonly runIds: readonly string[];
  /** Null: that was all. */
  readonly next: BinCursor | null;
}

/** What retention asks about runs, and how it ends them. */
export function oldRunTable(database: Database) {
  const page = database.prepare<[WallTime, WallTime, number, number], OldRunRow>(
    `SELECT id, rowid AS row, created_at AS createdAt,
       id IN (SELECT run_id FROM baselines) AS isBaseline,
       pinned_at IS NOT NULL AS isPinned,
       tags <> '[]' AS isTagged,
       coalesce(comparison_id IN (SELECT id FROM comparisons WHERE deleted_at IS NULL), 0) AS isCompared
     FROM runs
     WHERE created_at < ? AND (created_at, rowid) > (?, ?) AND deleted_at IS NULL
       AND status NOT IN ('queued', 'running')
     ORDER BY created_at, rowid LIMIT ?`,
  );
  // A baseline outlives the bin: it comes back with its name.
  const binned = database
    .prepare<[WallTime, number], string>(
      `SELECT id FROM runs WHERE deleted_at < ? AND id NOT IN (SELECT run_id FROM baselines) LIMIT ?`,
    )
    .pluck();
  const binPage = database.prepare<[WallTime, WallTime, number, number], BinCursor & { id: string }>(
    `SELECT id, deleted_at AS deletedAt, rowid AS row FROM runs
     WHERE deleted_at < ? AND (deleted_at, rowid) > (?, ?) AND id NOT IN (SELECT run_id FROM baselines)
     ORDER BY deleted_at, rowid LIMIT ?`,
  );
  // Facts are narrow; those of an older store's runs may not be worked out yet.
  const binTimes = database.prepare<[string], { id: string; deletedAt: WallTime | null }>(
    `WITH asked AS (SELECT value AS id FROM json_each(?))
     SELECT id, deleted_at AS deletedAt FROM run_facts WHERE id IN (SELECT id FROM asked)
     UNION ALL SELECT id, deleted_at FROM runs
       WHERE id IN (SELECT asked.id FROM asked JOIN facts_wanted ON facts_wanted.id = asked.id)`,
  );
  const purge = database.prepare<[string]>(
    'DELETE FROM runs WHERE id = ? AND id NOT IN (SELECT run_id FROM baselines)',
  );
  const first = database.prepare<[], number | null>('SELECT min(created_at) FROM runs').pluck();
  const prepareSums = () => hanging(database).map((sql) => database.prepare<[string], number>(sql).pluck());
  let sums: ReturnType<typeof prepareSums> | null = null;

  return {
    page(before: WallTime, after: OldRunCursor | null, limit: number): OldRunPage {
      const { createdAt, row } = after ?? { createdAt: Number.NEGATIVE_INFINITY, row: 0 };
      const rows = page.all(before, createdAt, row, limit);
      const last = rows.at(-1);
      return {
        runs: rows.map((found) => ({
          id: found.id,
          isBaseline: found.isBaseline === 1,
          isPinned: found.isPinned === 1,
          isTagged: found.isTagged === 1,
          isCompared: found.isCompared === 1,
        })),
        next: last === undefined || rows.length < limit ? null : last,
      };
    },
    binnedBefore: (before: WallTime, limit: number): readonly string[] => binned.all(before, limit),
    binPage(before: WallTime, after: BinCursor | null, limit: number): BinPage {
      const { deletedAt, row } = after ?? { deletedAt: Number.NEGATIVE_INFINITY, row: 0 };
      const rows = binPage.all(before, deletedAt, row, limit);
      const last = rows.at(-1);
      return {
        runIds: rows.map(({ id }) => id),
        next: last === undefined || rows.length < limit ? null : last,
      };
    },
    binTimes: (ids: readonly string[]): ReadonlyMap<string, WallTime | null> =>
      new Map(binTimes.all(JSON.stringify(ids)).map(({ id, deletedAt }) => [id, deletedAt])),
    purge: database.transaction((ids: readonly string[]): number =>
      ids.reduce((removed, id) => removed + purge.run(id).changes, 0),
    ).immediate,
    bytesOf(ids: readonly string[]): Bytes {
      const parts = (sums ??= prepareSums());
      return ids.reduce((total, id) => total + parts.reduce((sum, part) => sum + (part.get(id) ?? 0), 0), 0);
    },
    firstAt: (): WallTime | null => first.get() ?? null,
  };
}

/** A sum of lengths for runs and for every table whose rows go with theirs, however far: found in the schema itself. */
function hanging(database: Database): readonly string[] {
  const tables = database
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all();
  const ofRun = new Map([['runs', 'id = ?']]);
  // Each turn goes one step further from the runs; a chain is never longer than there are tables.
  for (let turn = 0; turn < tables.length; turn += 1) {
    for (const table of tables) {
      if (ofRun.has(table)) continue;
      const keys = database.pragma(`foreign_key_list(${table})`) as {
        table: string;
        from: string;
        to: string;
      }[];
      const key = keys.find((candidate) => ofRun.has(candidate.table));
      if (key === undefined || key.table === table) continue;
      const parent = `SELECT "${key.to}" FROM "${key.table}" WHERE ${ofRun.get(key.table) ?? ''}`;
      ofRun.set(table, key.table === 'runs' ? `"${key.from}" = ?` : `"${key.from}" IN (${parent})`);
    }
  }
  return [...ofRun].map(([table, where]) => {
    const columns = database.pragma(`table_info(${table})`) as { name: string }[];
    const lengths = columns.map(({ name }) => `coalesce(octet_length("${name}"), 0)`);
    return `SELECT coalesce(sum(${lengths.join(' + ')}), 0) FROM "${table}" WHERE ${where}`;
  });
}
