import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const POLL_MS = 200;
/** Taking over a dead one's lock is a matter of microseconds: a take-over older than this died in it. */
const TAKE_OVER_MS = 5_000;

/**
 * Lets one process at a time through: a folder that holds its owner's name appears in one step (rename), so it
 * is never seen half made. The lock of a dead process is taken over.
 *
 * @param {string} folder
 * @param {{ onWait?: (pid: number) => void }} [options]
 * @returns {Promise<() => void>} releases the lock
 */
export async function acquireLock(folder, { onWait } = {}) {
  const me = { pid: process.pid, startedAt: startOf(process.pid), token: randomUUID() };
  mkdirSync(dirname(folder), { recursive: true });
  let told = false;
  for (;;) {
    if (tryAcquire(folder, me)) {
      return () => {
        if (ownerOf(folder)?.token === me.token) rmSync(folder, { recursive: true, force: true });
      };
    }
    const owner = ownerOf(folder);
    if (owner && !isAlive(owner)) {
      takeOver(folder, owner);
      continue;
    }
    if (owner && !told) {
      told = true;
      onWait?.(owner.pid);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function tryAcquire(folder, me) {
  const prepared = `${folder}.${me.token}`;
  mkdirSync(prepared);
  writeFileSync(join(prepared, 'owner.json'), JSON.stringify(me));
  try {
    renameSync(prepared, folder);
    return true;
  } catch {
    rmSync(prepared, { recursive: true, force: true });
    return false;
  }
}

/** Only under a lock of its own, and only after a second look: else two waiting ones could remove a living lock. */
function takeOver(folder, deadOwner) {
  const gate = `${folder}.take-over`;
  try {
    mkdirSync(gate);
  } catch {
    if (ageMs(gate) > TAKE_OVER_MS) rmSync(gate, { recursive: true, force: true });
    return;
  }
  try {
    if (ownerOf(folder)?.token === deadOwner.token) rmSync(folder, { recursive: true, force: true });
  } finally {
    rmSync(gate, { recursive: true, force: true });
  }
}

function ownerOf(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8'));
  } catch {
    return null;
  }
}

function isAlive({ pid, startedAt }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return now === null || startedAt === null || now === startedAt;
}

/** Tells a process from a later one with the same number; null where the system does not say. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function ageMs(path) {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
