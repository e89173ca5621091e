import { readFileSync } from 'node:fs';
import type { ProcessSample } from '../../contract/hardware.ts';
import type { Machine } from './machine.ts';
import { parseClockRate } from './sources/clock-rate.ts';
import { cpuUse, parseCpuTimes, type CpuTimes } from './sources/cpu.ts';
import { parseMemory } from './sources/memory.ts';
import {
  parseProcessTimes,
  parseResidentBytes,
  processSample,
  type ProcessTimes,
} from './sources/process.ts';

/** Reads /proc: a few files of some kilobytes, well under a millisecond. */
export function linuxMachine(read: (path: string) => string | null = readProcFile): Machine {
  let cores: readonly CpuTimes[] = parseCpuTimes(read('/proc/stat') ?? '');
  let watched: ProcessTimes | null = null;

  const readProcess = (pid: number, passedMs: number): ProcessSample | null => {
    const stat = read(`/proc/${pid}/stat`);
    const now = stat === null ? null : parseProcessTimes(stat);
    if (now === null) return null;
    const sample = processSample(
      watched,
      now,
      passedMs,
      parseResidentBytes(read(`/proc/${pid}/status`) ?? ''),
    );
    watched = now;
    return sample;
  };

  return {
    read(watchedPid, passedMs) {
      const now = parseCpuTimes(read('/proc/stat') ?? '');
      const use = cpuUse(cores, now);
      cores = now;
      return {
        ...use,
        ...parseMemory(read('/proc/meminfo') ?? ''),
        cpuMHz: parseClockRate(read('/proc/cpuinfo') ?? ''),
        process: watchedPid === null ? null : readProcess(watchedPid, passedMs),
      };
    },
  };
}

/** Null for what is not there: a process that ended, a kernel that does not tell. */
function readProcFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
