import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { QueryResult } from '../../../contract/trace.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import type { Field, TraceTable } from './fields.ts';
import { queryError, queryInvalid } from './query-errors.ts';
import { listTables, smallTables, type SqlTable } from './small-tables.ts';
import { writeTableFile } from './table-file.ts';
import { Texts } from './texts.ts';
import { traceTables } from './trace-tables.ts';

/** Of all rows together; beyond it an answer is cut, as it is beyond the rows asked for. */
const MOST_CHARACTERS = 64 * 1024 * 1024;
const MOST_CELL_CHARACTERS = 1024 * 1024;
const CACHE_KIB = 64 * 1024;

export interface TraceSql {
  readonly tables: readonly SqlTable[];
  /** One statement that reads; rejects with QUERY_INVALID. */
  query(sql: string, mostRows: number): QueryResult;
  close(): void;
}

/**
 * SQL over a trace's columns. A table is written as a SQLite file when a query names it first, and attached; its name
 * in the folder is taken away at once, so that nothing stays behind whatever happens.
 */
export function openTraceSql(columns: TraceColumns, folder = tmpdir()): TraceSql {
  const database = new Database(':memory:');
  database.pragma('temp_store = FILE');
  database.exec('CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)');
  const small = smallTables(database, columns.info);
  const texts = new Texts(columns.strings);
  const large = traceTables(columns, texts);
  const made = new Set<string>();
  let textsLoaded = 0;

  const listed: readonly SqlTable[] = [
    ...large.map(({ name, says, fields }) => ({
      name,
      says,
      columns: ['id', ...fields.map((field) => field.name)],
    })),
    ...small,
  ];
  const tables = [...listed, listTables(database, listed)];
  const advice = `Tables: ${tables.map(({ name }) => name).join(', ')}.`;

  const make = ({ name, fields, rows }: TraceTable): void => {
    if (made.has(name)) return;
    const { count, keys } = rows();
    const numbers = fields.map(({ name: column, type, open }) => ({
      name: column,
      type: type === 'REAL' ? ('REAL' as const) : ('INTEGER' as const),
      value: open(),
    }));
    database.pragma('query_only = OFF');
    const place = mkdtempSync(join(folder, 'dyno-query-'));
    try {
      const file = join(place, `${name}.sqlite`);
      writeTableFile(file, { name: `${name}_rows`, rows: count, keys, columns: numbers });
      database.prepare('ATTACH ? AS ?').run(file, `of_${name}`);
      database.pragma(`of_${name}.cache_size = -${CACHE_KIB}`);
      database.exec(viewOf(name, fields));
    } finally {
      removeOpened(place);
    }
    const insert = database.prepare('INSERT INTO texts VALUES (?, ?)');
    database.transaction(() => {
      for (const [number, text] of texts.from(textsLoaded)) insert.run(number, text);
    })();
    textsLoaded = texts.count;
    database.pragma('query_only = ON');
    made.add(name);
  };

  return {
    tables,
    query(sql, mostRows) {
      refuseAllButReading(sql, advice);
      const began = performance.now();
      try {
        for (const table of large) if (mentions(sql, table.name)) make(table);
        const statement = database.prepare<[], unknown[]>(sql);
        if (!statement.reader || !statement.readonly)
          throw queryInvalid(sql, 'it is not one that reads', `Begin with SELECT. ${advice}`);
        const names = statement.columns().map((column) => column.name);
        const { rows, isTruncated } = take(statement.raw(true).iterate(), mostRows);
        return { columns: names, rows, isTruncated, tookMs: performance.now() - began };
      } catch (error) {
        const named = tables.filter(({ name }) => mentions(sql, name));
        const has = named.map(({ name, columns: of }) => `${name} has ${of.join(', ')}.`).join(' ');
        throw queryError(error, sql, has === '' ? advice : has);
      }
    },
    close: () => void database.close(),
  };
}

/** Joins that a query has no use for are left out by SQLite, since at most one text can belong to a number. */
function viewOf(name: string, fields: readonly Field[]): string {
  const joins: string[] = [];
  const shown = fields.map((field, place) => {
    if (field.type !== 'TEXT') return `r."${field.name}"`;
    joins.push(`LEFT JOIN main.texts t${place} ON t${place}.id = r."${field.name}"`);
    return `t${place}.text AS "${field.name}"`;
  });
  return `CREATE TEMP VIEW "${name}" AS SELECT r.id AS id, ${shown.join(', ')} FROM of_${name}.${name}_rows r ${joins.join(' ')}`;
}

/** Windows keeps the names of open files; there the folder for temporary files is theirs to clean. */
function removeOpened(place: string): void {
  try {
    rmSync(place, { recursive: true, force: true });
  } catch {
    return;
  }
}

const COMMENTS = /\/\*[\s\S]*?(?:\*\/|$)|--[^\n]*/g;

/** PRAGMA and ATTACH read too, by SQLite's lights. */
function refuseAllButReading(sql: string, advice: string): void {
  const [word = ''] = /[a-z]+/i.exec(sql.replaceAll(COMMENTS, ' ')) ?? [];
  if (/^(SELECT|WITH|VALUES|EXPLAIN)$/i.test(word)) return;
  if (word === '') throw queryInvalid(sql, 'it is empty', `Begin with SELECT. ${advice}`);
  throw queryInvalid(sql, `${word.toUpperCase()} does not read`, `Begin with SELECT. ${advice}`);
}

function mentions(sql: string, table: string): boolean {
  return new RegExp(`\\b${table}\\b`, 'i').test(sql);
}

function take(rows: Iterable<unknown[]>, mostRows: number): Pick<QueryResult, 'rows' | 'isTruncated'> {
  const taken: QueryResult['rows'][number][] = [];
  let characters = 0;
  for (const row of rows) {
    if (taken.length >= mostRows || characters > MOST_CHARACTERS) return { rows: taken, isTruncated: true };
    const cells = row.map(plain);
    for (const cell of cells) characters += typeof cell === 'string' ? cell.length : 8;
    taken.push(cells);
  }
  return { rows: taken, isTruncated: false };
}

function plain(cell: unknown): string | number | null {
  if (typeof cell === 'number' || cell === null) return cell;
  if (typeof cell === 'string')
    return cell.length > MOST_CELL_CHARACTERS ? `${cell.slice(0, MOST_CELL_CHARACTERS)}…` : cell;
  if (cell instanceof Uint8Array) return `${cell.length} bytes`;
  return String(cell);
}
