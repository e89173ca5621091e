import { endOfRow, sortedByKey } from './rows-in-time.ts';
import type { TraceColumns } from './trace-columns.ts';

/** One thread's time in a window, cut so that each piece belongs to the innermost row then going on; gaps left out. */
export interface HostSegments {
  readonly track: number;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly row: Uint32Array;
}

/** Of every thread that has such rows in the window. */
export function hostSegments(
  columns: TraceColumns,
  isLookedAt: (row: number) => boolean,
  fromNs: number,
  toNs: number,
): readonly HostSegments[] {
  const byTrack = new Map<number, number[]>();
  const { lanes } = columns;
  for (let lane = 0; lane < lanes.count; lane += 1) {
    const track = lanes.track[lane] as number;
    if (columns.info.tracks[track]?.kind !== 'thread') continue;
    const end = lanes.firstRow[lane + 1] as number;
    for (let row = firstOf(columns, lane, fromNs); row < end; row += 1) {
      if ((columns.startNs[row] as number) >= toNs) break;
      if (!isLookedAt(row)) continue;
      const rows = byTrack.get(track) ?? [];
      byTrack.set(track, rows);
      rows.push(row);
    }
  }
  return [...byTrack].map(([track, rows]) =>
    flattened(columns, track, sortedByKey(Uint32Array.from(rows), columns.startNs)),
  );
}

/** The first of a lane that has not ended before; a lane's rows neither overlap nor go back. */
function firstOf(columns: TraceColumns, lane: number, timeNs: number): number {
  let low = columns.lanes.firstRow[lane] as number;
  let high = columns.lanes.firstRow[lane + 1] as number;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (endOfRow(columns, middle) <= timeNs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function flattened(columns: TraceColumns, track: number, rows: Uint32Array): HostSegments {
  const from: number[] = [];
  const to: number[] = [];
  const owner: number[] = [];
  const open: number[] = [];
  let time = Number.NEGATIVE_INFINITY;
  const advance = (until: number): void => {
    let top = open.at(-1);
    while (top !== undefined && time < until) {
      const end = Math.min(endOfRow(columns, top), until);
      if (end > time) {
        from.push(time);
        to.push(end);
        owner.push(top);
        time = end;
      }
      if (endOfRow(columns, top) > until) break;
      open.pop();
      top = open.at(-1);
    }
    if (until > time) time = until;
  };
  for (const row of rows) {
    advance(columns.startNs[row] as number);
    open.push(row);
  }
  advance(Number.POSITIVE_INFINITY);
  return {
    track,
    from: Float64Array.from(from),
    to: Float64Array.from(to),
    row: Uint32Array.from(owner),
  };
}

/** The last piece that begins before a time; −1 for none. */
export function lastBefore({ from }: HostSegments, time: number): number {
  let low = 0;
  let high = from.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((from[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
