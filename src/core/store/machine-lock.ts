import { chmodSync, closeSync, fchmodSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { DynoError } from '../../contract/errors.ts';
import { currentOwner, isAlive } from './owner.ts';
import type { Owner } from './store.ts';

export interface LockHolder {
  readonly pid: number;
  /** What it measures, in words. */
  readonly what: string;
}

/**
 * One measurement at a time on a machine, across programs and users. The lock is SQLite's exclusive lock on an
 * empty file, which the kernel lets go when its holder dies however it dies. Who holds it stands in a file beside
 * it, for people only: what is written there blocks nobody.
 *
 * Never open the lock's own file otherwise: closing any descriptor of it in this process would drop the lock.
 */
export class MachineLock {
  readonly #path: string;
  #held: Database.Database | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** False where someone holds it already, this object included. Never waits. */
  tryAcquire(holder: LockHolder): boolean {
    if (this.#held !== null) return false;
    const database = this.#open();
    try {
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false;
      throw this.#unusable(error);
    }
    this.#held = database;
    this.#writeNote({ ...holder, owner: currentOwner() });
    return true;
  }

  /** Who holds it, as far as it said so and still lives. */
  holder(): LockHolder | null {
    try {
      const note: unknown = JSON.parse(readFileSync(this.#notePath, 'utf8'));
      return isNote(note) && isAlive(note.owner) ? { pid: note.pid, what: note.what } : null;
    } catch {
      return null;
    }
  }

  release(): void {
    if (this.#held === null) return;
    this.#writeNote(null);
    this.#held.close();
    this.#held = null;
  }

  get #notePath(): string {
    return `${this.#path}.json`;
  }

  #open(): Database.Database {
    try {
      create(this.#path);
      // Without fileMustExist SQLite asks to create it, which sticky folders refuse for another user's file.
      return new Database(this.#path, { fileMustExist: true, timeout: 0 });
    } catch (error) {
      throw this.#unusable(error);
    }
  }

  #unusable(cause: unknown): DynoError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new DynoError(
      {
        code: 'STORE_READ_ONLY',
        message: `The lock that keeps measurements on this machine apart cannot be used (${reason}).`,
        subject: this.#path,
        nextStep: 'Make the temporary folder writable, or remove that file if no measurement is running.',
      },
      { cause },
    );
  }

  /** A courtesy to whoever waits: a failure to write it must not stop a measurement. */
  #writeNote(note: Note | null): void {
    try {
      const file = openForAll(this.#notePath);
      try {
        ftruncateSync(file);
        if (note !== null) writeSync(file, JSON.stringify(note), 0);
      } finally {
        closeSync(file);
      }
    } catch {
      return;
    }
  }
}

interface Note extends LockHolder {
  readonly owner: Owner;
}

function isNote(value: unknown): value is Note {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, what, owner } = value as Partial<Record<keyof Note, unknown>>;
  if (typeof pid !== 'number' || typeof what !== 'string') return false;
  if (typeof owner !== 'object' || owner === null) return false;
  const { pid: ownerPid, startedAt } = owner as Partial<Record<keyof Owner, unknown>>;
  return typeof ownerPid === 'number' && typeof startedAt === 'string';
}

const FOR_ALL = 0o666;

/** Whoever comes second finds it made. */
function create(path: string): void {
  try {
    closeSync(openSync(path, 'wx', FOR_ALL));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  // Past the umask: other users measure on this machine too. By path, so that no descriptor is closed later.
  chmodSync(path, FOR_ALL);
}

function openForAll(path: string): number {
  try {
    return openSync(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const file = openSync(path, 'wx', FOR_ALL);
    fchmodSync(file, FOR_ALL);
    return file;
  }
}
