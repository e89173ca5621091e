import type { Database } from 'better-sqlite3';
import type { RunListQuery } from '../../contract/run-list.ts';
import type { Run } from '../../contract/run.ts';
import type { WallTime } from '../../contract/units.ts';
import { FLAG_FACTS, NUMBER_FACTS, TEXT_FACTS } from '../analysis/run-list/fact-fields.ts';
import { runFacts } from '../analysis/run-list/run-facts.ts';
import { toPackedRow, type PackedRow } from '../analysis/run-list/pack-runs.ts';
import { parseCell } from './cells.ts';
import { eraOf, joinRevision, revisionTable } from './run-revision.ts';

/** A slice of a list of facts; a page of the contract is put together from several. */
export interface FactSlice {
  readonly rows: readonly PackedRow[];
  readonly gone: readonly string[];
  readonly isAnew: boolean;
  /** Null: that was all. */
  readonly next: string | null;
  readonly revision: number;
}

/** Columns whose names SQL would not take, or that say more there. */
const NAMED: Readonly<Record<string, string>> = { commit: 'commit_hash', count: 'sample_count' };
const columnOf = (fact: string): string =>
  NAMED[fact] ?? fact.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const TEXTS = TEXT_FACTS.map(columnOf);
const NUMBERS = NUMBER_FACTS.map(columnOf);
const FLAGS = FLAG_FACTS.map(columnOf);
const FACTS = [...TEXTS, ...NUMBERS, ...FLAGS, 'tags', 'spark'];
const WRITTEN = [...FACTS, 'deleted_at', 'revision'];
const NUMBERS_FROM = TEXTS.length;
const FLAGS_FROM = NUMBERS_FROM + NUMBERS.length;
const TAGS_AT = FLAGS_FROM + FLAGS.length;

type Cells = readonly unknown[];

/** Facts beside runs: whoever writes a run's row writes them in the same transaction. */
export function factTable(database: Database) {
  const revisions = revisionTable(database);
  const update = database.prepare<unknown[]>(
    `UPDATE run_facts SET ${WRITTEN.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
  );
  const insert = database.prepare<unknown[]>(
    `INSERT INTO run_facts (${WRITTEN.join(', ')}, number) VALUES (${WRITTEN.map(() => '?').join(', ')},
       coalesce((SELECT number FROM facts_wanted WHERE id = ?), (SELECT max(0, max(number)) FROM run_facts) + 1, 1))`,
  );
  const wanted = database.prepare<[number], string>('SELECT id FROM facts_wanted LIMIT ?').pluck();
  const isFilled = database.prepare<[string]>('DELETE FROM facts_wanted WHERE id = ?');
  const isBack = database.prepare<[string]>('DELETE FROM gone_runs WHERE id = ?');
  const marks = database.prepare<[string, number | null, number | null, number, string]>(
    'UPDATE run_facts SET tags = ?, archived_at = ?, pinned_at = ?, revision = ? WHERE id = ?',
  );
  const setDeleted = database.prepare<[WallTime | null, number, string]>(
    'UPDATE run_facts SET deleted_at = ?, revision = ? WHERE id = ?',
  );
  const total = database
    .prepare<[], number>('SELECT count(*) FROM run_facts WHERE deleted_at IS NULL')
    .pluck();
  const list = FACTS.join(', ');
  const newest = database
    .prepare<[number, number, number], Cells>(
      `SELECT ${list}, created_at, number FROM run_facts
       WHERE deleted_at IS NULL AND (created_at, number) < (?, ?)
       ORDER BY created_at DESC, number DESC LIMIT ?`,
    )
    .raw();
  const changed = database
    .prepare<[number, number], Cells>(
      `SELECT ${list}, deleted_at, revision FROM run_facts WHERE revision > ? ORDER BY revision LIMIT ?`,
    )
    .raw();
  const purged = database
    .prepare<[number, number], Cells>(
      'SELECT id, revision FROM gone_runs WHERE revision > ? ORDER BY revision LIMIT ?',
    )
    .raw();

  const write = (run: Run): void => {
    const { texts, numbers, flags, tags, spark } = toPackedRow(runFacts(run));
    const cells = [
      ...texts,
      ...numbers,
      ...flags.map(Number),
      JSON.stringify(tags),
      Buffer.from(Uint8Array.from(spark)),
    ];
    cells.push(run.deletedAt, revisions.next());
    if (update.run(...cells, run.id).changes > 0) return;
    insert.run(...cells, run.id);
    isFilled.run(run.id);
    isBack.run(run.id);
  };

  return {
    /** Within the transaction that writes the run. */
    write,
    setMarks(
      id: string,
      { tags, archivedAt, pinnedAt }: Pick<Run, 'tags' | 'archivedAt' | 'pinnedAt'>,
    ): void {
      marks.run(JSON.stringify(tags), archivedAt, pinnedAt, revisions.next(), id);
    },
    setDeleted(id: string, at: WallTime | null): void {
      setDeleted.run(at, revisions.next(), id);
    },
    /** Works out the facts of so many older runs; how many there were. */
    fill: database.transaction((most: number, getRun: (id: string) => Run | null): number => {
      const ids = wanted.all(most);
      for (const id of ids) {
        const run = readable(() => getRun(id));
        if (run !== null) write(run);
        isFilled.run(id);
      }
      return ids.length;
    }).immediate,
    total: (): number => total.get() ?? 0,
    /** At one moment: what it says it was at its revision. */
    list: database.transaction(({ since, after, limit = 5000 }: RunListQuery): FactSlice => {
      const now = revisions.now();
      const isKnown = since === undefined || (eraOf(since) === eraOf(now) && since <= now);
      if (since === undefined || !isKnown) return listNewest(after, limit, now, !isKnown);
      return listChanged(after === undefined ? since : Number(after), limit, now);
    }),
    beginEra: revisions.beginEra,
  };

  function listNewest(after: string | undefined, limit: number, now: number, isAnew: boolean): FactSlice {
    const cursor = cursorOf(after);
    const [createdAt, number, revision] = cursor ?? [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, now];
    const found = newest.all(createdAt, number, limit);
    const last = found.at(-1);
    return {
      rows: packedRows(found),
      gone: [],
      isAnew: isAnew && cursor === null,
      next: last === undefined || found.length < limit ? null : `${last.slice(-2).join(':')}:${revision}`,
      // What changes while the pages are read is after the first one.
      revision,
    };
  }

  function listChanged(since: number, limit: number, now: number): FactSlice {
    const [from, era] = [since % 2 ** 32, eraOf(now)];
    const rows = changed.all(from, limit);
    const left = purged.all(from, limit);
    const isAll = rows.length < limit && left.length < limit;
    const lastOf = (cells: readonly Cells[]): number =>
      cells.length < limit ? Number.POSITIVE_INFINITY : Number(cells.at(-1)?.at(-1));
    // Where one of the two was cut short, the other is told up to there as well, and no further.
    const upTo = Math.min(lastOf(rows), lastOf(left));
    const told = (cells: readonly Cells[]): Cells[] => cells.filter((row) => Number(row.at(-1)) <= upTo);
    const isBinned = (row: Cells): boolean => row.at(-2) !== null;
    const revision = isAll ? now : joinRevision(era, upTo);
    return {
      rows: packedRows(told(rows).filter((row) => !isBinned(row))),
      gone: [...told(rows).filter(isBinned), ...told(left)].map(([id]) => String(id)),
      isAnew: false,
      next: isAll ? null : String(revision),
      revision,
    };
  }
}

export type FactTable = ReturnType<typeof factTable>;

/** A run that the disk has spoilt is in no list; whoever opens it is told. */
function readable(read: () => Run | null): Run | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Null where the list begins. */
function cursorOf(after: string | undefined): readonly [number, number, number] | null {
  const [createdAt, number, revision] = (after ?? '').split(':').map(Number);
  return createdAt === undefined || number === undefined || revision === undefined
    ? null
    : [createdAt, number, revision];
}

function packedRows(found: readonly Cells[]): PackedRow[] {
  const tagsOf = new Map<string, readonly string[]>();
  return found.map((cells) => {
    const text = cells[TAGS_AT] as string;
    const place = { table: 'run_facts', row: String(cells[0]), column: 'tags' };
    const tags = tagsOf.get(text) ?? (parseCell(text, place) as readonly string[]);
    tagsOf.set(text, tags);
    return {
      texts: cells.slice(0, NUMBERS_FROM) as (string | null)[],
      numbers: cells.slice(NUMBERS_FROM, FLAGS_FROM) as (number | null)[],
      flags: cells.slice(FLAGS_FROM, TAGS_AT).map((flag) => flag === 1),
      tags,
      spark: cells[TAGS_AT + 1] as Uint8Array,
    };
  });
}
