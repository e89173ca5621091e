import {
  copyFileSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  closeSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { DynoError } from '../../../contract/errors.ts';
import type { RowSource } from '../../importers/formats/types.ts';

/** Of the header: 2 where the file is written with a log beside it. */
const WRITE_VERSION_AT = 18;
const WITH_LOG = 2;

type Row = Readonly<Record<string, string | number | bigint | Uint8Array | null>>;

/**
 * The tables of a stranger's SQLite file, which stays as it is, and nothing beside it. SQLite would write next to one
 * that is kept with a log, even only to read it: of such a file a copy is read.
 */
export function openRowSource(path: string): RowSource & { close(): void } {
  const copy = hasLog(path) ? copyOf(path) : null;
  const remove = (): void => {
    if (copy !== null) rmSync(copy.folder, { recursive: true, force: true });
  };
  let database: Database.Database;
  try {
    database = new Database(copy?.file ?? path, { readonly: true, fileMustExist: true });
  } catch (error) {
    remove();
    throw unreadable(path, error);
  }
  const guarded = <Result>(read: () => Result): Result => {
    try {
      return read();
    } catch (error) {
      throw unreadable(path, error);
    }
  };
  return {
    tables: () =>
      guarded(() =>
        database
          .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
          .pluck()
          .all(),
      ),
    columns: (table) =>
      guarded(() =>
        database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table),
      ),
    *rows(sql) {
      const rows = guarded(() => database.prepare<[], Row>(sql).iterate());
      try {
        for (;;) {
          const next = guarded(() => rows.next());
          if (next.done === true) return;
          yield next.value;
        }
      } finally {
        rows.return?.();
      }
    },
    close() {
      database.close();
      remove();
    },
  };
}

function hasLog(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(1);
    return readSync(file, bytes, 0, 1, WRITE_VERSION_AT) === 1 && bytes[0] === WITH_LOG;
  } finally {
    closeSync(file);
  }
}

function copyOf(path: string): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-trace-'));
  const file = join(folder, basename(path));
  try {
    copyFileSync(path, file, constants.COPYFILE_FICLONE);
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${file}-wal`);
    return { folder, file };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function unreadable(path: string, thrown: unknown): unknown {
  if (!(thrown instanceof Database.SqliteError)) return thrown;
  return new DynoError(
    {
      code: 'TRACE_INVALID',
      message: `SQLite cannot read this file: ${thrown.message}.`,
      subject: path,
      nextStep: 'Export it again from the report, and check that the disk was not full.',
    },
    { cause: thrown },
  );
}
