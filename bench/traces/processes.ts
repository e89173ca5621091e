import { readdirSync, readFileSync } from 'node:fs';

/** Of a process, from Linux's /proc: 0 where it is gone or there is no such file. */
function statusBytes(file: string, field: string): number {
  try {
    const line = readFileSync(file, 'utf8').match(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm'));
    return Number(line?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** The most resident memory that it ever had. */
export const peakBytes = (pid: number): number => statusBytes(`/proc/${pid}/status`, 'VmHWM');

/** What it has computed since it began, in all its threads. */
export function computedMs(pid: number): number {
  const [, fields = ''] = /\) \S (.*)$/s.exec(read(`/proc/${pid}/stat`)) ?? [];
  const ticks = fields.split(' ').slice(10, 12);
  return ticks.reduce((sum, each) => sum + Number(each), 0) * 10;
}

/** Its share of what is resident: pages of several processes are divided among them. */
export const shareBytes = (pid: number): number => statusBytes(`/proc/${pid}/smaps_rollup`, 'Pss');

/** The part of it that is in no file: what the process made itself. */
export const ownBytes = (pid: number): number => statusBytes(`/proc/${pid}/smaps_rollup`, 'Pss_Anon');

/** All that come from this one, with what they were started by. */
export function descendants(of: number): readonly { readonly pid: number; readonly command: string }[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parent = Number(
      read(`/proc/${pid}/stat`)
        .replace(/^.*\) \S /s, '')
        .split(' ')[0],
    );
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found: { pid: number; command: string }[] = [];
  const next = [...(children.get(of) ?? [])];
  for (let pid = next.pop(); pid !== undefined; pid = next.pop()) {
    found.push({ pid, command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') });
    next.push(...(children.get(pid) ?? []));
  }
  return found;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The processes in which a browser of ours has its pages. */
export function pageProcesses(): readonly number[] {
  return descendants(process.pid)
    .filter(({ command }) => command.includes('--type=renderer') && !command.includes('--extension-process'))
    .map(({ pid }) => pid);
}

export const sumOf = (pids: readonly number[], of: (pid: number) => number): number =>
  pids.reduce((sum, pid) => sum + of(pid), 0);
