import type { ProcessRow } from '../../contract/hardware-channels.ts';
import type { Bytes, Percent } from '../../contract/units.ts';

/** What is known of one process from one table to the next. */
export interface ListedProcess {
  readonly pid: number;
  parent: number;
  name: string;
  user: string;
  cpuPercent: Percent | null;
  residentBytes: Bytes;
}

const BUSIEST = 40;
const LARGEST = 15;

/** The busiest and the largest, whoever has memory on a graphics card, and Dyno's own; busiest first. */
export function busiestProcesses(
  processes: ReadonlyMap<number, ListedProcess>,
  ownPids: readonly number[],
  gpuBytesOf: (pid: number) => Bytes | null,
): ProcessRow[] {
  const own = new Set(ownPids);
  const all: ProcessRow[] = [];
  for (const { pid, parent, name, user, cpuPercent, residentBytes } of processes.values()) {
    all.push({
      pid,
      parent,
      name,
      user,
      cpuPercent,
      residentBytes,
      gpuBytes: gpuBytesOf(pid),
      isDyno: descendsFrom(own, pid, processes),
    });
  }
  const chosen = new Set(all.filter(({ isDyno, gpuBytes }) => isDyno || gpuBytes !== null));
  for (const row of all.sort(bySize).slice(0, LARGEST)) chosen.add(row);
  all.sort(byUse);
  for (const row of all.slice(0, BUSIEST)) chosen.add(row);
  return all.filter((row) => chosen.has(row));
}

const bySize = (a: ProcessRow, b: ProcessRow): number => b.residentBytes - a.residentBytes || a.pid - b.pid;
const byUse = (a: ProcessRow, b: ProcessRow): number =>
  (b.cpuPercent ?? -1) - (a.cpuPercent ?? -1) || bySize(a, b);

/** Parents are read one after another, and numbers are used again: a ring of them must not hold us. */
function descendsFrom(
  own: ReadonlySet<number>,
  pid: number,
  processes: ReadonlyMap<number, ListedProcess>,
): boolean {
  let ancestor = pid;
  for (let generation = 0; generation < 64 && ancestor > 1; generation += 1) {
    if (own.has(ancestor)) return true;
    ancestor = processes.get(ancestor)?.parent ?? 0;
  }
  return false;
}
