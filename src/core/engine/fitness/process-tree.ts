import type { Milliseconds } from '../../../contract/units.ts';
import type { WorkerCounters } from '../../analysis/trust/conditions.ts';
import type { KernelFiles } from './kernel-files.ts';

/** Linux tells processes' times in hundredths of a second, whatever its own tick. */
const TICK_MS = 10;
const NANOSECONDS_PER_MS = 1e6;

/** Fields of /proc/<pid>/stat after the name in brackets, which may itself hold blanks and brackets. */
const MAJOR_FAULTS = 9;
const USER = 11;
const SYSTEM = 12;
const CHILDREN_USER = 13;
const CHILDREN_SYSTEM = 14;

/** Processor time of a process and all below it, those that ended included; null where children cannot be found. */
export function treeCpuMs(files: KernelFiles, pid: number): Milliseconds | null {
  const fields = statFields(files, pid);
  if (fields === null) return null;
  const children = childrenOf(files, pid);
  if (children === null) return null;
  const own = [USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM].map((field) => fields[field] ?? 0);
  const ownMs = own.reduce((sum, ticks) => sum + ticks, 0) * TICK_MS;
  // A child that ends between two looks is in its parent's account by the next reading.
  return children.reduce((sum, child) => sum + (treeCpuMs(files, child) ?? 0), ownMs);
}

export function workerCounters(files: KernelFiles, pid: number): WorkerCounters | null {
  const fields = statFields(files, pid);
  if (fields === null) return null;
  return {
    cpuMs: ((fields[USER] ?? 0) + (fields[SYSTEM] ?? 0)) * TICK_MS,
    majorFaults: fields[MAJOR_FAULTS] ?? 0,
    waitedMs: waitedMs(files, pid),
  };
}

/** /proc/<pid>/task/<thread>/schedstat: ns on a processor, ns waiting for one, slices. */
function waitedMs(files: KernelFiles, pid: number): Milliseconds | null {
  const threads = files.list(`/proc/${pid}/task`);
  const waits = threads.map((thread) => files.read(`/proc/${pid}/task/${thread}/schedstat`)?.split(' ')[1]);
  const known = waits.map(Number).filter(Number.isFinite);
  return known.length === 0 ? null : known.reduce((sum, wait) => sum + wait, 0) / NANOSECONDS_PER_MS;
}

/** Children are listed by the thread that started them. */
function childrenOf(files: KernelFiles, pid: number): readonly number[] | null {
  const lists = files
    .list(`/proc/${pid}/task`)
    .map((thread) => files.read(`/proc/${pid}/task/${thread}/children`))
    .filter((list) => list !== null);
  if (lists.length === 0) return null;
  return lists.flatMap((list) => list.trim().split(/\s+/).filter(Boolean).map(Number));
}

function statFields(files: KernelFiles, pid: number): readonly number[] | null {
  const stat = files.read(`/proc/${pid}/stat`);
  const close = stat?.lastIndexOf(')') ?? -1;
  if (stat === null || close < 0) return null;
  const fields = stat
    .slice(close + 2)
    .trim()
    .split(' ')
    .map(Number);
  return Number.isFinite(fields[CHILDREN_SYSTEM]) ? fields : null;
}
