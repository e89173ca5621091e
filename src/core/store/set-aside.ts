import { existsSync, renameSync } from 'node:fs';
import { identityOf, type FileIdentity } from './database.ts';

/**
 * Moves a damaged store and its log out of the way, under a name that nothing has yet. Null where another program
 * did so first: what lies there now is not what was found damaged.
 */
export function setAside(file: string, identity: FileIdentity | null, now: Date): string | null {
  if (identity === null || identityOf(file) !== identity) return null;
  const kept = freeName(`${file}.corrupt-${now.toISOString().slice(0, 10)}`);
  renameSync(file, kept);
  for (const beside of ['-wal', '-shm']) {
    if (existsSync(file + beside)) renameSync(file + beside, kept + beside);
  }
  return kept;
}

function freeName(beginning: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${beginning}-${number}`;
    if (!['', '-wal', '-shm'].some((beside) => existsSync(name + beside))) return name;
  }
}
