import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = /^dyno-profile-(\d+)-/;

/**
 * A folder of this process alone (0700) for what the runtime records. Those of programs that are gone are removed on
 * the way: one that was killed could not do it.
 */
export function makeProfileFolder(parent = tmpdir()): string {
  removeLeftovers(parent);
  return mkdtempSync(join(parent, `dyno-profile-${process.pid}-`));
}

/** Never throws: what cannot be removed now is a leftover for the next one. */
export function removeProfileFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // On Windows a file is held for a moment longer than the process that wrote it.
  }
}

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
