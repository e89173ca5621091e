import Database from 'better-sqlite3';
import { DynoError } from '../../../contract/errors.ts';

const SHOWN = 200;

export function queryInvalid(sql: string, reason: string, nextStep: string, cause?: unknown): DynoError {
  return new DynoError(
    {
      code: 'QUERY_INVALID',
      message: `This query cannot be answered: ${reason}.`,
      subject: sql.length > SHOWN ? `${sql.slice(0, SHOWN)}…` : sql,
      nextStep,
    },
    cause === undefined ? undefined : { cause },
  );
}

/** What SQLite or the disk threw while it worked on a statement. */
export function queryError(thrown: unknown, sql: string, nextStep: string): unknown {
  if (thrown instanceof DynoError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code)) {
    return new DynoError(
      {
        code: 'STORE_FULL',
        message: 'The disk has no room for the tables that this query needs.',
        subject: 'the folder for temporary files',
        nextStep: 'Free some space there, or set TMPDIR to a folder on another disk.',
      },
      { cause: thrown },
    );
  }
  if (thrown instanceof Database.SqliteError) return queryInvalid(sql, thrown.message, nextStep, thrown);
  // "The supplied SQL string contains more than one statement", "…no statements".
  if (thrown instanceof RangeError)
    return queryInvalid(sql, 'it must be exactly one statement', nextStep, thrown);
  return thrown;
}
