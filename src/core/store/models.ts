import type { Database } from 'better-sqlite3';
import type { ModelListItem, ModelRef } from '../../contract/model.ts';

interface ModelRow {
  readonly kind: ModelRef['kind'];
  readonly location: string;
  readonly name: string;
  readonly detail: string;
  readonly last_used: number | null;
}

/** Models seen before, for the list that a benchmark begins with. */
export function modelTable(database: Database) {
  const put = database.prepare(
    `INSERT INTO models (kind, location, name, detail, last_used) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (kind, location) DO UPDATE SET name = excluded.name, detail = excluded.detail,
       last_used = coalesce(excluded.last_used, last_used)`,
  );
  const recent = database.prepare<[number], ModelRow>(
    'SELECT kind, location, name, detail, last_used FROM models ORDER BY last_used DESC NULLS LAST, name LIMIT ?',
  );
  return {
    remember({ ref, name, detail, lastUsed }: ModelListItem): void {
      put.run(ref.kind, ref.location, name, detail, lastUsed);
    },
    recent: (limit: number): ModelListItem[] =>
      recent.all(limit).map(({ kind, location, name, detail, last_used }) => ({
        ref: { kind, location },
        name,
        detail,
        lastUsed: last_used,
      })),
  };
}
