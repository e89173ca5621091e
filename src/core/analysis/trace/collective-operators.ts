import { endOfRow } from './rows-in-time.ts';
import type { TraceColumns } from './trace-columns.ts';

/** How far back to look for the one around a call: collectives hardly lie inside each other. */
const MOST_LOOKED_AT = 8;

/** The row that says which collective a launch belongs to: of those around it on its thread, the innermost; else −1. */
export function collectiveOperators(columns: TraceColumns): (launch: number) => number {
  const byTrack = new Map<number, number[]>();
  for (const row of columns.detail('collective').rows) {
    const track = columns.track[row] as number;
    const rows = byTrack.get(track) ?? [];
    byTrack.set(track, rows);
    rows.push(row);
  }
  const start = (row: number): number => columns.startNs[row] as number;
  for (const rows of byTrack.values()) rows.sort((a, b) => start(a) - start(b));
  return (launch) => {
    if (launch < 0) return -1;
    const rows = byTrack.get(columns.track[launch] as number) ?? [];
    const time = start(launch);
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (start(rows[middle] as number) <= time) low = middle + 1;
      else high = middle;
    }
    for (let at = low - 1; at >= Math.max(0, low - MOST_LOOKED_AT); at -= 1) {
      const row = rows[at] as number;
      if (endOfRow(columns, row) >= time) return row;
    }
    return -1;
  };
}
