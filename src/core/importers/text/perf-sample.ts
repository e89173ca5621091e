/** What a line of "perf script" says that begins a sample. */
export interface PerfSample {
  readonly command: string;
  readonly pid: number | null;
  readonly tid: number;
  readonly cpu: number | null;
  /** Null where the fields were chosen without it. */
  readonly timeNs: number | null;
  readonly period: number | null;
  readonly event: string;
  /** What follows the event: of a sample without a call chain its one frame. */
  readonly rest: string;
}

/** A line this long is no header, and would keep a pattern busy. */
const LONGEST_HEADER = 2048;

// comm pid/tid [cpu] flags time: period event: rest
const WHO = String.raw`^\s*(\S.*?)\s+(-?\d+)(?:\/\s*(-?\d+))?\s+(?:\[(\d+)\]\s+)?`;
const TIMED = new RegExp(String.raw`${WHO}(?:[A-Za-z.]\S*\s+)?(\d+)\.(\d+):\s*(.*)$`);
const EVENT = /^(?:(\d+)\s+)?(\S+?):(?:\s+(.*))?$/;
const UNTIMED = new RegExp(String.raw`${WHO}(?:(\d+)\s+)?([A-Za-z][\w.,=/:*-]*?):(?:\s+(.*))?$`);

/** Null where the line is no header of a sample. */
export function perfSample(line: string): PerfSample | null {
  if (line.length > LONGEST_HEADER) return null;
  const timed = TIMED.exec(line);
  if (timed !== null) {
    const [, command = '', first, second, cpu, seconds = '', fraction = '', tail = ''] = timed;
    const [, period, event = '', rest = ''] = EVENT.exec(tail.trimEnd()) ?? [undefined, undefined, '', tail];
    const timeNs = Number(seconds) * 1e9 + Number(fraction.slice(0, 9).padEnd(9, '0'));
    return { ...whose(command, first, second, cpu), timeNs, period: numberOf(period), event, rest };
  }
  const untimed = UNTIMED.exec(line.trimEnd());
  if (untimed === null) return null;
  const [, command = '', first, second, cpu, period, event = '', rest = ''] = untimed;
  return { ...whose(command, first, second, cpu), timeNs: null, period: numberOf(period), event, rest };
}

function whose(
  command: string,
  first: string | undefined,
  second: string | undefined,
  cpu: string | undefined,
): Pick<PerfSample, 'command' | 'pid' | 'tid' | 'cpu'> {
  const pid = second === undefined ? null : Number(first);
  return { command, pid, tid: Number(second ?? first), cpu: numberOf(cpu) };
}

function numberOf(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}

/** "copy+0x12 (/lib/libc.so)" in parts: without the offset, which differs from sample to sample. */
export function perfFrame(text: string): { readonly symbol: string; readonly module: string } {
  const trimmed = text.trim();
  const isGone = trimmed.endsWith(' (deleted))');
  const from = trimmed.endsWith(')')
    ? trimmed.lastIndexOf(' (', isGone ? trimmed.length - 12 : undefined)
    : -1;
  const hasNoSymbol = from < 0 && trimmed.startsWith('(') && trimmed.endsWith(')');
  const module = hasNoSymbol ? trimmed.slice(1, -1) : from < 0 ? '' : trimmed.slice(from + 2, -1);
  const symbol = hasNoSymbol ? '' : from < 0 ? trimmed : trimmed.slice(0, from);
  return { symbol: symbol.replace(/\+0x[0-9a-f]+$/, ''), module };
}
