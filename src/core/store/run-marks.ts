import type { Database } from 'better-sqlite3';
import type { RunEdit, RunMarks } from '../../contract/run-list.ts';
import type { WallTime } from '../../contract/units.ts';
import { parseCell } from './cells.ts';
import type { FactTable } from './run-facts.ts';
import { searchText } from './run-row.ts';

interface MarkRow {
  readonly name: string;
  readonly model: string;
  readonly provider: string;
  readonly level: string | null;
  readonly tags: string;
  readonly archived_at: number | null;
  readonly pinned_at: number | null;
}

/** What is changed of many runs at once, without reading any of them whole. */
export function markTable(database: Database, facts: FactTable) {
  const select = database.prepare<[string], MarkRow>(
    'SELECT name, model, provider, level, tags, archived_at, pinned_at FROM run_facts WHERE id = ?',
  );
  const update = database.prepare<[string, string, number | null, number | null, string]>(
    'UPDATE runs SET tags = ?, search = ?, archived_at = ?, pinned_at = ? WHERE id = ?',
  );

  const marksOf = (id: string, row: MarkRow): RunMarks => ({
    id,
    tags: parseCell(row.tags, { table: 'run_facts', row: id, column: 'tags' }) as readonly string[],
    archivedAt: row.archived_at,
    pinnedAt: row.pinned_at,
  });
  const put = (row: MarkRow, marks: RunMarks): void => {
    const { name, model, provider, level } = row;
    const search = searchText({ name, model, provider, level, tags: marks.tags });
    update.run(JSON.stringify(marks.tags), search, marks.archivedAt, marks.pinnedAt, marks.id);
    facts.setMarks(marks.id, marks);
  };

  return {
    edit: database.transaction((ids: readonly string[], edit: RunEdit, at: WallTime): RunMarks[] =>
      ids.flatMap((id) => {
        const row = select.get(id);
        if (row === undefined) return [];
        const before = marksOf(id, row);
        const after = edited(before, edit, at);
        if (!isSame(before, after)) put(row, after);
        return [before];
      }),
    ).immediate,
    put: database.transaction((marks: readonly RunMarks[]): void => {
      for (const given of marks) {
        const row = select.get(given.id);
        if (row !== undefined && !isSame(marksOf(given.id, row), given)) put(row, given);
      }
    }).immediate,
  };
}

/** What is archived or pinned already keeps the time at which that was done. */
function edited({ id, tags, archivedAt, pinnedAt }: RunMarks, edit: RunEdit, at: WallTime): RunMarks {
  const left = tags.filter((tag) => !(edit.removeTags ?? []).includes(tag));
  return {
    id,
    tags: [...new Set([...left, ...(edit.addTags ?? [])])],
    archivedAt: since(archivedAt, edit.archived, at),
    pinnedAt: since(pinnedAt, edit.pinned, at),
  };
}

function since(was: WallTime | null, wanted: boolean | undefined, at: WallTime): WallTime | null {
  if (wanted === undefined) return was;
  return wanted ? (was ?? at) : null;
}

const isSame = (a: RunMarks, b: RunMarks): boolean =>
  a.archivedAt === b.archivedAt &&
  a.pinnedAt === b.pinnedAt &&
  a.tags.length === b.tags.length &&
  a.tags.every((tag, place) => tag === b.tags[place]);
