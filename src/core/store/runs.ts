import type { Database } from 'better-sqlite3';
import { DynoError } from '../../contract/errors.ts';
import type { Run, RunFilter } from '../../contract/run.ts';
import type { WallTime } from '../../contract/units.ts';
import { isAlive } from './owner.ts';
import type { FactTable } from './run-facts.ts';
import { CELLS, PLAIN, toRow, toRun, toRuns, type RunRow } from './run-row.ts';
import type { Owner, RunChange } from './store.ts';

const COLUMNS = ['id', ...PLAIN.map(({ column }) => column), ...CELLS.map(({ column }) => column)];

const COLUMN_LIST = COLUMNS.join(', ');

/** SQLite joins no more than 1000 conditions. */
const MOST_WORDS = 32;

/** Sorts behind every character that an id can go on with. */
const LAST_CHARACTER = '\u{10ffff}';

const LISTED = 'deleted_at IS NULL AND archived_at IS NULL';
const ARCHIVED = 'deleted_at IS NULL AND archived_at IS NOT NULL';

type Given = (string | number)[];

export function runTable(database: Database, facts: FactTable) {
  const insert = database.prepare(
    `INSERT INTO runs (${COLUMN_LIST}, search, owner_pid, owner_started_at)
     VALUES (${COLUMNS.map((column) => `@${column}`).join(', ')}, @search, @owner_pid, @owner_started_at)`,
  );
  const update = database.prepare(
    `UPDATE runs SET ${COLUMNS.map((column) => `${column} = @${column}`).join(', ')}, search = @search
     WHERE id = @id`,
  );
  const select = (rest: string) => database.prepare<Given, RunRow>(`SELECT ${COLUMN_LIST} FROM runs ${rest}`);
  const byId = select('WHERE id = ?');
  const byName = select('WHERE name = ? AND deleted_at IS NULL ORDER BY created_at DESC, rowid DESC LIMIT ?');
  const byBeginning = select('WHERE id >= ? AND id < ? AND deleted_at IS NULL ORDER BY id LIMIT ?');
  const listed = { hidden: LISTED, shown: 'deleted_at IS NULL', only: ARCHIVED };
  const nth = select(`WHERE ${LISTED} ORDER BY created_at DESC, rowid DESC LIMIT 1 OFFSET ?`);
  const newest = {
    hidden: select(`WHERE ${LISTED} ORDER BY created_at DESC, rowid DESC LIMIT ?`),
    shown: select('WHERE deleted_at IS NULL ORDER BY created_at DESC, rowid DESC LIMIT ?'),
    only: select(`WHERE ${ARCHIVED} ORDER BY created_at DESC, rowid DESC LIMIT ?`),
  };
  const unfinished = database.prepare<[], RunRow & { owner_pid: number; owner_started_at: string }>(
    `SELECT ${COLUMN_LIST}, owner_pid, owner_started_at FROM runs
     WHERE status IN ('queued', 'running') ORDER BY created_at, rowid`,
  );
  const count = database.prepare<[], { count: number }>(`SELECT count(*) AS count FROM runs WHERE ${LISTED}`);
  const setDeleted = database.prepare<[WallTime | null, string]>(
    'UPDATE runs SET deleted_at = ? WHERE id = ?',
  );
  const get = (id: string): Run | null => {
    const row = byId.get(id);
    return row === undefined ? null : toRun(row);
  };

  return {
    get,
    insert: database.transaction((run: Run, owner: Owner): void => {
      insert.run({ ...toRow(run), owner_pid: owner.pid, owner_started_at: owner.startedAt });
      facts.write(run);
    }).immediate,
    /** At once, whoever else writes: two programs may change different parts of a run. */
    update: database.transaction((id: string, change: RunChange): void => {
      const run = get(id);
      if (run === null) throw noSuchRun(id);
      const changed = { ...run, ...change };
      update.run(toRow(changed));
      facts.write(changed);
    }).immediate,
    list(filter: RunFilter = {}): Run[] {
      const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
      const limit = filter.limit ?? -1;
      const archived = filter.archived ?? 'hidden';
      if (words.length === 0) return toRuns(newest[archived].all(limit));
      const everyWord = words.map(() => 'AND instr(search, ?) > 0').join(' ');
      const found = select(
        `WHERE ${listed[archived]} ${everyWord} ORDER BY created_at DESC, rowid DESC LIMIT ?`,
      );
      return toRuns(found.all(...words, limit));
    },
    named: (name: string, limit: number): Run[] => byName.all(name, limit).map(toRun),
    beginning: (letters: string, limit: number): Run[] =>
      byBeginning.all(letters, `${letters}${LAST_CHARACTER}`, limit).map(toRun),
    /** 0 is the newest. */
    nth(index: number): Run | null {
      const row = nth.get(index);
      return row === undefined ? null : toRun(row);
    },
    count: (): number => count.get()?.count ?? 0,
    setDeleted: database.transaction((ids: readonly string[], at: WallTime | null): void => {
      for (const id of ids) {
        setDeleted.run(at, id);
        facts.setDeleted(id, at);
      }
    }).immediate,
    /** Works out the facts of so many older runs; how many there were. */
    fillFacts: (most: number): number => facts.fill(most, get),
    orphans: (): Run[] =>
      unfinished
        .all()
        .filter((row) => !isAlive({ pid: row.owner_pid, startedAt: row.owner_started_at }))
        .map(toRun),
  };
}

export type RunTable = ReturnType<typeof runTable>;

export function noSuchRun(reference: string, message = 'There is no such run.'): DynoError {
  return new DynoError({
    code: 'RUN_NOT_FOUND',
    message,
    subject: reference,
    nextStep: 'List the runs with "dyno runs", and name one by its id, the beginning of it, or "last".',
  });
}
