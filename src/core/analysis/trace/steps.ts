import type { TraceWarning } from '../../../contract/trace.ts';
import type { GpuWork } from './gpu-work.ts';
import { endOfRow, rowsOfKinds, sortedByKey } from './rows-in-time.ts';
import type { TraceColumns } from './trace-columns.ts';

export interface Step {
  readonly name: string;
  /** −1 where the whole trace stands for a step. */
  readonly row: number;
  readonly hostFromNs: number;
  readonly hostToNs: number;
  /** With the work that it launched, and without the step before. */
  readonly fromNs: number;
  readonly toNs: number;
}

/** What the only step of a trace without any is called. */
export const WHOLE_TRACE = 'whole trace';

export interface Steps {
  readonly steps: readonly Step[];
  readonly warnings: readonly TraceWarning[];
}

/** A last step with less than this of the work of the one before was cut off by the end of the recording. */
const WHOLE_STEP_SHARE = 0.8;
const MOST_STEPS = 10_000;

/**
 * Steps as the PyTorch profiler's TensorBoard plugin has them: from its start on the host, or from the end of the step
 * before if that is later, to the end of the last work that it launched. A cut last step is left out.
 */
export function stepsOf(columns: TraceColumns, work: GpuWork, keepsCutSteps: boolean): Steps {
  const warnings: TraceWarning[] = [];
  const rows = stepRows(columns, warnings);
  if (rows.length === 0) return { steps: wholeAsStep(columns), warnings };
  const host = [...rows].map((row) => ({
    row,
    from: columns.startNs[row] as number,
    to: endOfRow(columns, row),
    name: columns.strings[columns.name[row] as number] ?? '',
  }));
  const onDevice = workOfSteps(columns, work, host);
  const first = host[0]?.from ?? 0;
  let previous = onDevice.total > 0 ? previousEnd(work, onDevice, first) : Number.NEGATIVE_INFINITY;
  const steps = host.map(({ row, name, from, to }, at): Step => {
    const fromNs = Math.max(previous, from);
    const toNs = Math.max(fromNs, to, onDevice.count[at] === 0 ? fromNs : (onDevice.lastEnd[at] as number));
    previous = toNs;
    return { name, row, hostFromNs: from, hostToNs: to, fromNs, toNs };
  });
  const kept = keepsCutSteps || onDevice.total === 0 ? steps.length : stepsToKeep(onDevice.count);
  if (kept < steps.length) {
    warnings.push({
      kind: 'approximate',
      text: `The last ${steps.length - kept} of ${steps.length} steps launched much less than the one before: cut off by the end of the recording, and left out.`,
      count: steps.length - kept,
      atByte: null,
    });
  }
  return { steps: steps.slice(0, kept), warnings };
}

/** In order of start. Ranks in one file have steps of their own, which would be counted several times. */
function stepRows(columns: TraceColumns, warnings: TraceWarning[]): Uint32Array {
  const all = sortedByKey(rowsOfKinds(columns, ['step']), columns.startNs);
  const processOf = (row: number): string => columns.info.tracks[columns.track[row] as number]?.process ?? '';
  const counts = new Map<string, number>();
  for (const row of all) counts.set(processOf(row), (counts.get(processOf(row)) ?? 0) + 1);
  const [chosen] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [''];
  if (counts.size > 1) {
    warnings.push({
      kind: 'approximate',
      text: `${counts.size} processes have steps: those of ${chosen === '' ? 'the first' : chosen} are shown.`,
      count: counts.size,
      atByte: null,
    });
  }
  const own = counts.size > 1 ? all.filter((row) => processOf(row) === chosen) : all;
  if (own.length <= MOST_STEPS) return own;
  warnings.push({
    kind: 'limits',
    text: `${own.length} steps: the first ${MOST_STEPS} are looked at.`,
    count: own.length,
    atByte: null,
  });
  return own.subarray(0, MOST_STEPS);
}

function wholeAsStep(columns: TraceColumns): Step[] {
  let fromNs = Number.POSITIVE_INFINITY;
  let toNs = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < columns.rowCount; row += 1) {
    const start = columns.startNs[row] as number;
    if (!Number.isFinite(start)) continue;
    if (start < fromNs) fromNs = start;
    const end = endOfRow(columns, row);
    if (end > toNs) toNs = end;
  }
  if (!(toNs > fromNs)) return [];
  return [{ name: WHOLE_TRACE, row: -1, hostFromNs: fromNs, hostToNs: toNs, fromNs, toNs }];
}

interface WorkOfSteps {
  readonly total: number;
  readonly count: Uint32Array;
  readonly lastEnd: Float64Array;
  /** Of the first step's. */
  readonly firstStart: number;
  /** One where a step launched it. */
  readonly isMatched: Uint8Array;
}

function workOfSteps(
  columns: TraceColumns,
  work: GpuWork,
  host: readonly { readonly from: number; readonly to: number }[],
): WorkOfSteps {
  const froms = Float64Array.from(host, ({ from }) => from);
  const tos = Float64Array.from(host, ({ to }) => to);
  const count = new Uint32Array(host.length);
  const lastEnd = new Float64Array(host.length).fill(Number.NEGATIVE_INFINITY);
  const isMatched = new Uint8Array(work.count);
  let firstStart = Number.POSITIVE_INFINITY;
  let total = 0;
  for (let place = 0; place < work.count; place += 1) {
    const launch = work.launch[place] as number;
    if (launch < 0) continue;
    const step = lastNotAfter(froms, columns.startNs[launch] as number);
    if (step < 0 || endOfRow(columns, launch) > (tos[step] as number)) continue;
    isMatched[place] = 1;
    total += 1;
    count[step] = (count[step] as number) + 1;
    lastEnd[step] = Math.max(lastEnd[step] as number, work.endNs[place] as number);
    if (step === 0) firstStart = Math.min(firstStart, work.startNs[place] as number);
  }
  return { total, count, lastEnd, firstStart, isMatched };
}

/** Work of before the first step that still ran when it began. */
function previousEnd(work: GpuWork, { isMatched, firstStart }: WorkOfSteps, stepStart: number): number {
  let end = stepStart;
  if (firstStart === Number.POSITIVE_INFINITY) return end;
  for (let place = 0; place < work.count; place += 1) {
    const ended = work.endNs[place] as number;
    if (isMatched[place] === 0 && ended < firstStart && ended > end) end = ended;
  }
  return end;
}

function stepsToKeep(count: Uint32Array): number {
  let last = count.length - 1;
  while (last >= 0 && count[last] === 0) last -= 1;
  if (last < 1) return last + 1;
  return (count[last - 1] as number) * WHOLE_STEP_SHARE > (count[last] as number) ? last : last + 1;
}

function lastNotAfter(values: Float64Array, bound: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) <= bound) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
