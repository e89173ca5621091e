import { readFileSync, writeFileSync } from 'node:fs';
import type { Bytes } from '../contract/units.ts';

export interface MemoryReading {
  readonly residentBytes: Bytes;
  /** Highest since the last reading; null where the system keeps no such mark, or lets nobody reset it. */
  readonly peakBytes: Bytes | null;
}

/** Writing this to clear_refs resets the high-water mark of the resident size (Linux 4.0, proc_pid_clear_refs(5)). */
const RESET_PEAK = '5';

/** What the process keeps in memory, all its threads and native libraries included. */
export function readMemory(): MemoryReading {
  if (process.platform !== 'linux') return { residentBytes: process.memoryUsage.rss(), peakBytes: null };
  const status = readFileSync('/proc/self/status', 'latin1');
  const residentBytes = kibibytes(status, 'VmRSS') ?? process.memoryUsage.rss();
  return { residentBytes, peakBytes: kibibytes(status, 'VmHWM') };
}

/** From here on the peak is a new one; false where it cannot be reset, so that the next one says nothing. */
export function resetPeak(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    writeFileSync('/proc/self/clear_refs', RESET_PEAK);
    return true;
  } catch {
    // Some containers forbid it.
    return false;
  }
}

function kibibytes(status: string, field: string): Bytes | null {
  const [, value] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
  return value === undefined ? null : Number(value) * 1024;
}
