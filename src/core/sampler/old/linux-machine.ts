import { readFileSync } from 'node:fs';
import type { ProcessSample } from '../../../contract/hardware.ts';
import type { Machine } from './machine.ts';
import { parseClockRate, parseFrequencies } from './clock-rate.ts';
import { cpuUse, parseCpuTimes, type CpuTimes } from './cpu.ts';
import { parseMemory } from './memory.ts';
import { parseCpuPressure, pressurePercent } from './pressure.ts';
import { parseProcessTimes, parseResidentBytes, processSample, type ProcessTimes } from './process.ts';

/** Reads /proc: a few files of some kilobytes, well under a millisecond. */
export function linuxMachine(read: (path: string) => string | null = readProcFile): Machine {
  let cores: readonly CpuTimes[] = parseCpuTimes(read('/proc/stat') ?? '');
  let waitedMs = readPressure(read);
  let watched: ProcessTimes | null = null;

  const readProcess = (pid: number, passedMs: number): ProcessSample | null => {
    const stat = read(`/proc/${pid}/stat`);
    const now = stat === null ? null : parseProcessTimes(stat);
    const before = watched;
    watched = now;
    if (now === null) return null;
    return processSample(before, now, passedMs, parseResidentBytes(read(`/proc/${pid}/status`) ?? ''));
  };

  // ARM tells no clock in cpuinfo.
  const frequencies = (count: number): (string | null)[] =>
    Array.from({ length: count }, (_, core) =>
      read(`/sys/devices/system/cpu/cpu${core}/cpufreq/scaling_cur_freq`),
    );

  return {
    read(watchedPid, passedMs) {
      const now = parseCpuTimes(read('/proc/stat') ?? '');
      const use = cpuUse(cores, now);
      cores = now;
      const waitedNowMs = readPressure(read);
      const cpuWaitPercent = pressurePercent(waitedMs, waitedNowMs, passedMs);
      waitedMs = waitedNowMs;
      const clock =
        parseClockRate(read('/proc/cpuinfo') ?? '') ??
        parseFrequencies(frequencies(use.perCorePercent.length));
      // A rate needs the reading just before: one from before a pause would count the pause's work as this tick's.
      if (watchedPid === null) watched = null;
      return {
        ...use,
        ...parseMemory(read('/proc/meminfo') ?? ''),
        cpuMHz: clock?.cpuMHz ?? null,
        cpuFastestMHz: clock?.cpuFastestMHz ?? null,
        cpuWaitPercent,
        process: watchedPid === null ? null : readProcess(watchedPid, passedMs),
      };
    },
  };
}

function readPressure(read: (path: string) => string | null): number | null {
  return parseCpuPressure(read('/proc/pressure/cpu') ?? '');
}

/** Null for what is not there: a process that ended, a kernel that does not tell. */
function readProcFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
