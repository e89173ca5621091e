import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bytes } from '../../contract/units.ts';

const NAME = /^dyno-profile-(\d+)-/;

/** Whoever writes a slice wants at least this; with less, the next parent is looked at. */
const ROOM_WANTED: Bytes = 256e6;

/**
 * A folder of this process alone (0700) for what the runtime records, under the first parent that has room for it, or
 * else under any where one can be made. Those of programs that are gone are removed on the way: one that was killed
 * could not do it. Throws where none can be made.
 */
export function makeProfileFolder(...parents: readonly string[]): string {
  const ordered = [tmpdir(), ...parents].sort((one, other) => Number(hasRoom(other)) - Number(hasRoom(one)));
  let failure: unknown = null;
  for (const parent of ordered) {
    try {
      removeLeftovers(parent);
      return mkdtempSync(join(parent, `dyno-profile-${process.pid}-`));
    } catch (thrown) {
      failure ??= thrown;
    }
  }
  throw failure;
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= ROOM_WANTED;
  } catch {
    return false;
  }
}

/** Never throws: what cannot be removed now is a leftover for the next one. */
export function removeProfileFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // On Windows a file is held for a moment longer than the process that wrote it.
  }
}

/** What programs that were killed could not remove. Throws where the folder cannot be listed. */
function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid] = NAME.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) removeProfileFolder(join(parent, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
