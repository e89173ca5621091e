import Database from 'better-sqlite3';

/** Longer than a page's: who looks after the store can wait for those who use it. */
const PATIENCE_MS = 20_000;

/** A second connection to the store that the host has opened, and so made and migrated. */
export function openLive(store: string, options: { readonly readonly?: boolean } = {}): Database.Database {
  const database = new Database(store, { ...options, fileMustExist: true, timeout: PATIENCE_MS });
  if (options.readonly !== true) {
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
  }
  return database;
}

export const dataVersion = (database: Database.Database): number =>
  database.pragma('data_version', { simple: true }) as number;

export function countRuns(database: Database.Database): number {
  return (
    database.prepare<[], number>('SELECT count(*) FROM runs WHERE deleted_at IS NULL').pluck().get() ?? 0
  );
}

/** Works the log into the file, as far as readers let it: else the next writer would have to, a page or a run maybe. */
export function checkpoint(database: Database.Database): void {
  database.pragma('wal_checkpoint(TRUNCATE)');
}
