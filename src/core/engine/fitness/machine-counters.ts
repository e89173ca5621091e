import { cpus } from 'node:os';
import type { MachineCounters } from '../../analysis/trust/conditions.ts';
import type { CorePorts } from '../../ports.ts';
import { groupThrottledMs } from './control-groups.ts';
import { numberIn, type KernelFiles } from './kernel-files.ts';
import { treeCpuMs, workerCounters } from './process-tree.ts';

const TICK_MS = 10;
/** As /proc/vmstat counts; larger pages are counted in small ones. */
const PAGE_BYTES = 4096;

/** What the kernel has counted up to now. Some dozens of its files: well under a millisecond or two. */
export function readMachineCounters(
  files: KernelFiles,
  clock: CorePorts['clock'],
  workerPid: number | null,
): MachineCounters {
  const { user, system } = process.cpuUsage();
  const uptime = numberIn(files.read('/proc/uptime'));
  return {
    monotonicMs: clock.monotonic(),
    wallMs: clock.wall(),
    bootMs: uptime === null ? null : uptime * 1000,
    cpu: ofAllCores(files),
    hostCpuMs: (user + system) / 1000,
    dynoCpuMs: treeCpuMs(files, process.pid),
    worker: workerPid === null ? null : workerCounters(files, workerPid),
    swappedBytes: swappedBytes(files.read('/proc/vmstat')),
    groupThrottledMs: groupThrottledMs(files),
  };
}

/** The first line of /proc/stat: user nice system idle iowait irq softirq steal. */
function ofAllCores(files: KernelFiles): MachineCounters['cpu'] {
  const line = /^cpu +(.+)$/m.exec(files.read('/proc/stat') ?? '')?.[1];
  if (line === undefined) return byRuntime();
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(' ').map(Number);
  const busy = user + nice + system + irq + softirq;
  return Number.isFinite(busy + steal) ? { busyMs: busy * TICK_MS, stolenMs: steal * TICK_MS } : null;
}

/** Elsewhere than on Linux; nothing tells there what a hypervisor took. */
function byRuntime(): MachineCounters['cpu'] {
  const cores = cpus();
  if (cores.length === 0) return null;
  const busyMs = cores.reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return { busyMs, stolenMs: 0 };
}

function swappedBytes(vmstat: string | null): number | null {
  const pages = ['pswpin', 'pswpout'].map((name) =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(vmstat ?? '')?.[1] ?? Number.NaN),
  );
  const sum = pages.reduce((total, count) => total + count, 0);
  return Number.isFinite(sum) ? sum * PAGE_BYTES : null;
}
