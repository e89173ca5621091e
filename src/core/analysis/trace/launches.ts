import { LINK_KINDS } from '../../../contract/trace-view.ts';
import { detailOfRows } from './details.ts';
import { NumberIndex } from './number-index.ts';
import { kindMask, rowsOfKinds } from './rows-in-time.ts';
import type { TraceColumns } from './trace-columns.ts';

const LAUNCH = LINK_KINDS.indexOf('launch');
const CALLS = kindMask(['runtime', 'driver']);

/**
 * The row of the call that launched each piece of work; −1 for none. By the correlation that the runtime gives both;
 * where several calls have the same one (ranks in one file) or none has, by the trace's own arrows; else the latest of
 * those before.
 */
export function launchesOf(columns: TraceColumns, work: Uint32Array, startNs: Float64Array): Int32Array {
  const calls = rowsOfKinds(columns, ['runtime', 'driver']);
  const ofCalls = new NumberIndex(withoutNone(detailOfRows(columns, 'correlation', calls)));
  const ofWork = detailOfRows(columns, 'correlation', work);
  const launch = linkedCalls(columns, work);
  for (let place = 0; place < work.length; place += 1) {
    const correlation = ofWork[place] as number;
    const last = correlation > 0 ? ofCalls.lastOf(correlation) : -1;
    if (last < 0) continue;
    const isOnly = ofCalls.before(last) < 0;
    if (!isOnly && (launch[place] as number) >= 0) continue;
    launch[place] = isOnly
      ? (calls[last] as number)
      : latestBefore(columns, calls, ofCalls, last, (startNs[place] as number) + CLOCK_SLACK_NS);
  }
  return launch;
}

/** The clocks of host and device are aligned to about a microsecond: a kernel may seem to begin before its call. */
const CLOCK_SLACK_NS = 1000;

function latestBefore(
  columns: TraceColumns,
  calls: Uint32Array,
  ofCalls: NumberIndex,
  last: number,
  timeNs: number,
): number {
  let best = calls[last] as number;
  for (let call = ofCalls.before(last); call >= 0; call = ofCalls.before(call)) {
    const row = calls[call] as number;
    const start = columns.startNs[row] as number;
    const bestStart = columns.startNs[best] as number;
    if (bestStart > timeNs ? start < bestStart : start <= timeNs && start > bestStart) best = row;
  }
  return best;
}

function withoutNone(correlations: Float64Array): Float64Array {
  return correlations.map((correlation) => (correlation > 0 ? correlation : Number.NaN));
}

function linkedCalls({ links, kind }: TraceColumns, work: Uint32Array): Int32Array {
  const launch = new Int32Array(work.length).fill(-1);
  for (let at = 0; at < links.from.length; at += 1) {
    const from = links.from[at] as number;
    if (links.kind[at] !== LAUNCH || CALLS[kind[from] as number] !== 1) continue;
    const place = placeOf(work, links.to[at] as number);
    if (place >= 0) launch[place] = from;
  }
  return launch;
}

/** Of a row among rows that ascend; −1 where it is none of them. */
export function placeOf(rows: Uint32Array, row: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as number) < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row ? low : -1;
}
