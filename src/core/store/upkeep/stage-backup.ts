import { closeSync, copyFileSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { DynoError } from '../../../contract/errors.ts';
import { APPLICATION_ID, openDatabase } from '../database.ts';
import { revisionTable } from '../run-revision.ts';
import { SCHEMA_VERSION } from '../migrations/index.ts';
import { backupInvalid } from './backup-errors.ts';
import { checkpoint, countRuns } from './open-live.ts';

const OTHER_FILE = 'Name another backup; "dyno db" lists those that Dyno has made.';

/**
 * A copy of a backup, looked through and brought to this program's schema, so that restoring it is nothing but copying
 * pages; whoever follows the runs by the live store's revision begins anew. The backup itself is only read, and may lie on a disk that cannot be written.
 */
export function stageBackup(from: string, staging: string, revision: number): { readonly runs: number } {
  refuseStrangeFile(from);
  try {
    for (const part of ['', '-wal']) if (existsSync(from + part)) copyFileSync(from + part, staging + part);
    refuseStrangeContent(staging, from);
    const opening = openDatabase(staging);
    if (opening.kind === 'damaged') throw damaged(from, opening.reason);
    const { database } = opening;
    try {
      endWhatRan(database);
      revisionTable(database).beginEra(revision);
      checkpoint(database);
      return { runs: countRuns(database) };
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(error.code)) {
      throw damaged(from, error.message, error);
    }
    throw error;
  }
}

function refuseStrangeFile(from: string): void {
  const known = statSync(from, { throwIfNoEntry: false });
  if (known === undefined) {
    throw new DynoError({
      code: 'FILE_NOT_FOUND',
      message: 'There is no such backup.',
      subject: from,
      nextStep: OTHER_FILE,
    });
  }
  if (!known.isFile()) throw backupInvalid(from, 'This is a folder, not a backup.', OTHER_FILE);
  const header = Buffer.alloc(16);
  const file = openSync(from, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1') === 'SQLite format 3\0') return;
  throw backupInvalid(from, 'This file is no backup of a store: it is not a SQLite database.', OTHER_FILE);
}

function refuseStrangeContent(staging: string, from: string): void {
  const database = new Database(staging);
  try {
    // A foreign database must say so before anything in it is believed to be damage.
    const application = database.pragma('application_id', { simple: true });
    if (application !== APPLICATION_ID) {
      throw backupInvalid(
        from,
        'This is a database of another program, not a backup of a store.',
        OTHER_FILE,
      );
    }
    const version = database.pragma('user_version', { simple: true }) as number;
    if (version > SCHEMA_VERSION || version < 1) {
      throw backupInvalid(
        from,
        `A newer Dyno has written this backup: its schema is ${version}, this program knows ${SCHEMA_VERSION}.`,
        'Update Dyno, then restore it.',
      );
    }
    const finding: unknown = database.pragma('integrity_check(1)', { simple: true });
    if (finding !== 'ok') throw damaged(from, String(finding).replaceAll('\n', ' '));
  } finally {
    database.close();
  }
}

/** Nothing in a backup goes on, though its owner may live and have other things in hand: process 0 is nobody. */
function endWhatRan(database: Database.Database): void {
  database.exec(`
    UPDATE runs SET owner_pid = 0 WHERE status IN ('queued', 'running');
    UPDATE comparisons SET owner_pid = 0 WHERE status IN ('queued', 'running');
    UPDATE sweeps SET owner_pid = 0 WHERE status IN ('queued', 'running');
    UPDATE recordings SET owner_pid = 0 WHERE ended_at IS NULL;
    UPDATE alerts SET owner_pid = 0 WHERE closed_at IS NULL;
  `);
}

function damaged(from: string, reason: string, cause?: unknown): DynoError {
  return backupInvalid(from, `This backup is damaged: ${reason}.`, OTHER_FILE, cause);
}
