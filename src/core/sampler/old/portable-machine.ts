import { currentLoad, mem, processes } from 'systeminformation';
import type { ProcessSample } from '../../../contract/hardware.ts';
import type { Machine } from './machine.ts';

/** macOS and Windows through systeminformation, which asks the system's own programs: slower, so never on Linux. */
export function portableMachine(): Machine {
  return {
    async read(watchedPid) {
      const [load, memory, process] = await Promise.all([
        currentLoad(),
        mem(),
        watchedPid === null ? null : readProcess(watchedPid),
      ]);
      return {
        cpuPercent: finite(load.currentLoad),
        perCorePercent: load.cpus.map((core) => core.load).filter(Number.isFinite),
        cpuMHz: null,
        cpuFastestMHz: null,
        stealPercent: null,
        cpuWaitPercent: null,
        memoryUsedBytes: finite(memory.total - memory.available),
        memoryTotalBytes: finite(memory.total),
        process,
      };
    },
  };
}

async function readProcess(pid: number): Promise<ProcessSample | null> {
  const { list } = await processes();
  const found = list.find((candidate) => candidate.pid === pid);
  if (found === undefined) return null;
  return { pid, cpuPercent: finite(found.cpu), residentBytes: finite(found.memRss * 1024), threads: null };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
