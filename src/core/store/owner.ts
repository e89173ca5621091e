import { readFileSync } from 'node:fs';
import type { Owner } from './store.ts';

/** This very process. */
export function currentOwner(): Owner {
  return { pid: process.pid, startedAt: startOf(process.pid) ?? '' };
}

/**
 * Whether that very process still runs. Numbers of processes are used again, so on Linux the start time and the
 * boot decide; elsewhere the number must do, and a run may be thought alive a little too long.
 */
export function isAlive(owner: Owner): boolean {
  if (!isListed(owner.pid)) return false;
  const startedAt = startOf(owner.pid);
  return owner.startedAt === '' || startedAt === null || startedAt === owner.startedAt;
}

function isListed(pid: number): boolean {
  // Zero and below would ask about groups of processes.
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** "boot:ticks"; "" for a process that ended and was not waited for; null where the system does not tell. */
function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const start = parseProcessStart(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    if (start === null) return '';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${start}`;
  } catch {
    return null;
  }
}

/** Field 22 of /proc/<pid>/stat, in ticks since boot. Null for a zombie: it holds nothing any more. */
export function parseProcessStart(stat: string): string | null {
  // The second field is the program's name in brackets, and may hold spaces and brackets itself.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(/\s+/);
  const [state] = fields;
  if (state === 'Z' || state === 'X') return null;
  return fields[19] ?? null;
}
