import type { Percent } from '../../../contract/units.ts';

/** Jiffies since boot, of the whole machine first and then of each core. */
export interface CpuTimes {
  readonly busy: number;
  readonly stolen: number;
  readonly total: number;
}

export interface CpuUse {
  readonly cpuPercent: Percent | null;
  readonly perCorePercent: readonly Percent[];
  readonly stealPercent: Percent | null;
}

/**
 * Lines of /proc/stat: user nice system idle iowait irq softirq steal (guest is inside user). Waiting for a disk is
 * idle; time stolen by the hypervisor is in the total only.
 */
export function parseCpuTimes(procStat: string): CpuTimes[] {
  const times: CpuTimes[] = [];
  for (const line of procStat.split('\n')) {
    if (!/^cpu\d* /.test(line)) continue;
    const fields = line.trim().split(/\s+/).slice(1, 9).map(Number);
    if (fields.length < 4 || fields.some((field) => !Number.isFinite(field))) continue;
    const total = fields.reduce((sum, field) => sum + field, 0);
    const idle = (fields[3] ?? 0) + (fields[4] ?? 0);
    const stolen = fields[7] ?? 0;
    times.push({ busy: total - idle - stolen, stolen, total });
  }
  return times;
}

/** Use between two readings; null where the clock of the kernel has not moved, or a core came or went. */
export function cpuUse(before: readonly CpuTimes[], after: readonly CpuTimes[]): CpuUse {
  const [first, then] = [before[0], after[0]];
  if (before.length !== after.length || first === undefined || then === undefined) return UNKNOWN;
  const shares = after.map((now, index) => share(before[index] as CpuTimes, now, 'busy'));
  const [machine = null, ...cores] = shares;
  return {
    cpuPercent: machine,
    perCorePercent: cores.every((core) => core !== null) ? cores : [],
    stealPercent: share(first, then, 'stolen'),
  };
}

const UNKNOWN: CpuUse = { cpuPercent: null, perCorePercent: [], stealPercent: null };

function share(before: CpuTimes, after: CpuTimes, part: 'busy' | 'stolen'): Percent | null {
  const total = after.total - before.total;
  if (total <= 0) return null;
  return Math.min(100, Math.max(0, ((after[part] - before[part]) / total) * 100));
}
