import { existsSync, renameSync } from 'node:fs';
import Database from 'better-sqlite3';
import { identityOf, type FileIdentity } from './database.ts';

const PATIENCE_MS = 5000;

/**
 * Moves a damaged store and its log out of the way, under a name that nothing has yet. Null where another program
 * did so first: what lies there now is not what was found damaged. The store itself goes last, so that nobody can
 * begin a new one, and a log of it, while the old log is still on its way.
 */
export function setAside(file: string, identity: FileIdentity | null, now: Date): string | null {
  return alone(file, () => {
    if (identity === null || identityOf(file) !== identity) return null;
    const kept = freeName(`${file}.corrupt-${now.toISOString().slice(0, 10)}`);
    for (const part of ['-wal', '-shm', '']) {
      if (existsSync(file + part)) renameSync(file + part, kept + part);
    }
    return kept;
  });
}

/** One program at a time: two that find the same damage would move away each other's new store. */
function alone<Result>(file: string, action: () => Result): Result {
  const lock = new Database(`${file}.setting-aside`, { timeout: PATIENCE_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return action();
  } finally {
    lock.close();
  }
}

function freeName(beginning: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${beginning}-${number}`;
    if (!['', '-wal', '-shm'].some((part) => existsSync(name + part))) return name;
  }
}
