import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { DynoError } from '../../contract/errors.ts';
import { MIGRATIONS, SCHEMA_VERSION } from './migrations/index.ts';
import { storeCorrupt } from './store-errors.ts';

/** "DYNO": says in the file's header whose it is. */
export const APPLICATION_ID = 0x44594e4f;
const BUSY_MS = 5000;
/** Beyond this a look at every page would hold up the start. */
const CHECKED_BELOW_BYTES = 32 * 1024 * 1024;

/** Which file was looked at: another program may have put a new one there meanwhile. */
export type FileIdentity = string;

export type Opening =
  | { readonly kind: 'open'; readonly database: Database.Database }
  | {
      readonly kind: 'damaged';
      readonly identity: FileIdentity | null;
      readonly reason: string;
      readonly error: DynoError;
    };

export function openDatabase(file: string): Opening {
  const identity = identityOf(file);
  const damaged = (reason: string, cause?: unknown): Opening => ({
    kind: 'damaged',
    identity,
    reason,
    error: storeCorrupt(file, reason, cause),
  });

  let database: Database.Database | null = null;
  try {
    const finding = inspectHeader(file) ?? inspectContent(file);
    if (finding !== null) return damaged(finding);
    database = new Database(file, { timeout: BUSY_MS });
    // Heeded by a file that is not begun yet: such a store is shortened in slices, and never by a VACUUM.
    database.pragma('auto_vacuum = INCREMENTAL');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    migrate(database, file);
    return { kind: 'open', database };
  } catch (error) {
    database?.close();
    if (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) {
      return damaged(error.message, error);
    }
    throw error;
  }
}

export function identityOf(file: string): FileIdentity | null {
  const known = statSync(file, { throwIfNoEntry: false, bigint: true });
  return known === undefined ? null : `${known.dev}:${known.ino}`;
}

/**
 * Looks at the first bytes before SQLite does, since opening already writes (a log beside the file, recovery). An
 * empty file is a store not begun yet, unless its log says otherwise.
 */
function inspectHeader(file: string): string | null {
  const header = readHeader(file);
  if (header === null) return null;
  if (header.length === 0) {
    const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
    return log !== undefined && log.size > 0 ? 'it is empty, but its log is not' : null;
  }
  if (header.length < 100 || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    return 'it is not a SQLite database';
  }
  refuseNewer(header.readUInt32BE(60), file);
  return null;
}

function readHeader(file: string): Buffer | null {
  if (identityOf(file) === null) return null;
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(100);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Through a connection that cannot write: closing any other would work its log into a file that is to be kept as
 * it was found, or that a newer program owns.
 */
function inspectContent(file: string): string | null {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  // An unfinished change of the journal's old kind must first be rolled back, which only a writer can.
  if (size === 0 || existsSync(`${file}-journal`)) return null;
  const database = new Database(file, { readonly: true, timeout: BUSY_MS });
  try {
    refuseNewer(versionOf(database), file);
    refuseForeign(database, file);
    if (size >= CHECKED_BELOW_BYTES) return null;
    const finding = database.pragma('quick_check(1)', { simple: true });
    return finding === 'ok' ? null : String(finding).replaceAll('\n', ' ');
  } finally {
    database.close();
  }
}

function versionOf(database: Database.Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

function refuseNewer(version: number, file: string): void {
  if (version <= SCHEMA_VERSION) return;
  throw new DynoError({
    code: 'STORE_TOO_NEW',
    message: `A newer Dyno has written this store: its schema is ${version}, this program knows ${SCHEMA_VERSION}.`,
    subject: file,
    nextStep: 'Update Dyno, or name another folder with --data DIR or DYNO_DATA.',
  });
}

function refuseForeign(database: Database.Database, file: string): void {
  const application = database.pragma('application_id', { simple: true });
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (application === APPLICATION_ID || tables === 0) return;
  throw new DynoError({
    code: 'STORE_CORRUPT',
    message: 'This is a database of another program, not a store of Dyno.',
    subject: file,
    nextStep: 'Move it elsewhere, or name another folder with --data DIR or DYNO_DATA.',
  });
}

function migrate(database: Database.Database, file: string): void {
  if (versionOf(database) === SCHEMA_VERSION) return;
  database
    .transaction(() => {
      // Read again: another program may have migrated while this one waited for its turn.
      const from = versionOf(database);
      refuseNewer(from, file);
      for (const migration of MIGRATIONS.slice(from)) migration.apply(database);
      database.pragma(`application_id = ${APPLICATION_ID}`);
      database.pragma(`user_version = ${SCHEMA_VERSION}`);
    })
    .immediate();
}
