import type { Milliseconds } from '../../../contract/units.ts';
import type { MachineState } from '../../analysis/trust/conditions.ts';
import { controlGroupFolders } from '../control-group-folders.ts';
import { numberIn, type KernelFiles } from './kernel-files.ts';

/** Cores' worth of time that the tightest group on the way up allows; null: no limit. */
export function groupCores(files: KernelFiles): number | null {
  const { unified, legacy } = foldersOf(files, 'cpu');
  const quotas = [
    ...unified.map((folder) => {
      const [quota, period] = (files.read(`${folder}/cpu.max`) ?? 'max').trim().split(' ');
      return Number(quota) / Number(period);
    }),
    ...legacy.map((folder) => {
      const quota = numberIn(files.read(`${folder}/cpu.cfs_quota_us`)) ?? -1;
      return quota < 0
        ? Number.NaN
        : quota / (numberIn(files.read(`${folder}/cpu.cfs_period_us`)) ?? Number.NaN);
    }),
  ];
  return smallest(quotas);
}

/** Time that the most often stopped group on the way up was stopped for since it was made. */
export function groupThrottledMs(files: KernelFiles): Milliseconds | null {
  const { unified, legacy } = foldersOf(files, 'cpu');
  const stat = (folder: string): string => files.read(`${folder}/cpu.stat`) ?? '';
  const times = [
    ...unified.map((folder) => Number(/^throttled_usec (\d+)$/m.exec(stat(folder))?.[1]) / 1e3),
    ...legacy.map((folder) => Number(/^throttled_time (\d+)$/m.exec(stat(folder))?.[1]) / 1e6),
  ].filter(Number.isFinite);
  return times.length === 0 ? null : Math.max(...times);
}

/** Memory of the group that is nearest to its limit, files in the cache not counted: the kernel gives those up. */
export function groupMemory(files: KernelFiles): MachineState['groupMemory'] {
  const { unified, legacy } = foldersOf(files, 'memory');
  const groups = [
    ...unified.map((folder) => memoryOf(files, folder, UNIFIED_MEMORY)),
    ...legacy.map((folder) => memoryOf(files, folder, LEGACY_MEMORY)),
  ].filter((group) => group !== null);
  const fullness = ({ usedBytes, limitBytes }: (typeof groups)[number]): number => usedBytes / limitBytes;
  return groups.toSorted((a, b) => fullness(b) - fullness(a))[0] ?? null;
}

const UNIFIED_MEMORY = { limit: 'memory.max', used: 'memory.current', cached: /^inactive_file (\d+)$/m };
const LEGACY_MEMORY = {
  limit: 'memory.limit_in_bytes',
  used: 'memory.usage_in_bytes',
  cached: /^total_inactive_file (\d+)$/m,
};

function memoryOf(
  files: KernelFiles,
  folder: string,
  names: typeof UNIFIED_MEMORY,
): MachineState['groupMemory'] {
  const limit = numberIn(files.read(`${folder}/${names.limit}`));
  const used = numberIn(files.read(`${folder}/${names.used}`));
  // Version 1 writes a number near 2^63 for "no limit", version 2 the word "max".
  if (limit === null || used === null || limit <= 0 || limit > 2 ** 60) return null;
  const cached = Number(names.cached.exec(files.read(`${folder}/memory.stat`) ?? '')?.[1] ?? 0);
  return { usedBytes: Math.max(0, used - cached), limitBytes: limit };
}

function foldersOf(files: KernelFiles, controller: string) {
  return controlGroupFolders(files.read('/proc/self/cgroup') ?? '', controller);
}

function smallest(values: readonly number[]): number | null {
  const known = values.filter((value) => Number.isFinite(value) && value > 0);
  return known.length === 0 ? null : Math.min(...known);
}
