import type { Bytes } from '../../../contract/units.ts';

export interface MemoryUse {
  readonly memoryUsedBytes: Bytes | null;
  readonly memoryTotalBytes: Bytes | null;
}

/** Used is what programs could not get: total less MemAvailable, which counts caches as free. */
export function parseMemory(meminfo: string): MemoryUse {
  const total = kibibytes(meminfo, 'MemTotal');
  const available = kibibytes(meminfo, 'MemAvailable');
  return {
    memoryTotalBytes: total,
    memoryUsedBytes: total === null || available === null ? null : Math.max(0, total - available),
  };
}

function kibibytes(meminfo: string, field: string): Bytes | null {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(meminfo);
  return found === null ? null : Number(found[1]) * 1024;
}
