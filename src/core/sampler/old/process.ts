import type { ProcessSample } from '../../../contract/hardware.ts';
import type { Bytes, Milliseconds } from '../../../contract/units.ts';

/** Linux counts a process's time in hundredths of a second for every program, whatever the kernel's own tick. */
const TICKS_PER_SECOND = 100;

export interface ProcessTimes {
  readonly pid: number;
  readonly cpuMs: Milliseconds;
  readonly threads: number;
}

/** /proc/<pid>/stat: the name in brackets may itself hold blanks and brackets, so fields count from the last one. */
export function parseProcessTimes(stat: string): ProcessTimes | null {
  const close = stat.lastIndexOf(')');
  const pid = Number.parseInt(stat, 10);
  const fields = stat
    .slice(close + 2)
    .trim()
    .split(' ')
    .map(Number);
  const [user, system, threads] = [fields[11], fields[12], fields[17]];
  if (close < 0 || !Number.isInteger(pid)) return null;
  if (user === undefined || system === undefined || threads === undefined) return null;
  if (![user, system, threads].every(Number.isFinite)) return null;
  return { pid, cpuMs: ((user + system) / TICKS_PER_SECOND) * 1000, threads };
}

/** /proc/<pid>/status; the line is missing for a process that is ending. */
export function parseResidentBytes(status: string): Bytes | null {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(status);
  return found === null ? null : Number(found[1]) * 1024;
}

export function processSample(
  before: ProcessTimes | null,
  after: ProcessTimes,
  passedMs: Milliseconds,
  residentBytes: Bytes | null,
): ProcessSample {
  const comparable = before !== null && before.pid === after.pid && passedMs > 0;
  return {
    pid: after.pid,
    cpuPercent: comparable ? Math.max(0, ((after.cpuMs - before.cpuMs) / passedMs) * 100) : null,
    residentBytes,
    threads: after.threads,
  };
}
