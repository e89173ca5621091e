import { endOfRow, rowsWithin, sortedByKey } from './rows-in-time.ts';
import type { TraceColumns } from './trace-columns.ts';

/** Told of each row when it begins and when it ends, an outer one before those inside it. */
export interface NestedVisit {
  /** `parent` is the innermost row around it; −1 for none. */
  enter(row: number, parent: number): void;
  leave(row: number, parent: number): void;
}

/** Goes through the rows of these kinds, track by track and as they lie inside each other. */
export function visitNested(columns: TraceColumns, mask: Uint8Array, visit: NestedVisit): void {
  for (const { from, to } of tracksOf(columns)) {
    const rows = sortedByKey(rowsWithin(columns, mask, from, to), columns.startNs);
    const open: number[] = [];
    const close = (): void => {
      const row = open.pop() as number;
      visit.leave(row, open.at(-1) ?? -1);
    };
    for (const row of rows) {
      const start = columns.startNs[row] as number;
      const depth = columns.depth[row] as number;
      let top = open.at(-1);
      while (
        top !== undefined &&
        ((columns.depth[top] as number) >= depth || hasEnded(columns, top, start))
      ) {
        close();
        top = open.at(-1);
      }
      visit.enter(row, top ?? -1);
      open.push(row);
    }
    while (open.length > 0) close();
  }
}

/** One that begins where the outer ends is not inside of it, but for one without length at its start. */
function hasEnded(columns: TraceColumns, row: number, time: number): boolean {
  const end = endOfRow(columns, row);
  return end < time || (end === time && (columns.startNs[row] as number) < time);
}

/** Rows of one track lie together. */
export function tracksOf({ lanes }: TraceColumns): readonly {
  readonly track: number;
  readonly from: number;
  readonly to: number;
}[] {
  const tracks: { track: number; from: number; to: number }[] = [];
  for (let lane = 0; lane < lanes.count; lane += 1) {
    const track = lanes.track[lane] as number;
    const to = lanes.firstRow[lane + 1] as number;
    const last = tracks.at(-1);
    if (last?.track === track) last.to = to;
    else tracks.push({ track, from: lanes.firstRow[lane] as number, to });
  }
  return tracks;
}
