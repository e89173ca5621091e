import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { firstZoomNodes, ZOOM_FAN, zoomLevelCounts } from '../zoom-levels.ts';

/** The longest span among rows `at` to just before `after`, all of one lane; the first of equals. */
export type LongestSpan = (lane: number, at: number, after: number) => number;

/** By the levels over the rows: as many steps as a few digits, however many rows there are. Null without levels. */
export function longestSpanOf(columns: TraceColumns): LongestSpan | null {
  const { zoom, lanes, durationNs } = columns;
  if (zoom === undefined) return null;
  const firstNode = firstZoomNodes(lanes);
  return (lane, at, after) => {
    const firstRow = lanes.firstRow[lane] as number;
    const rows = (lanes.firstRow[lane + 1] as number) - firstRow;
    let best = at;
    let bestNs = -1;
    const take = (row: number, lasts: number): void => {
      if (lasts < bestNs || (lasts === bestNs && row > best)) return;
      best = row;
      bestNs = lasts;
    };
    let [from, to] = [at - firstRow, after - firstRow];
    const takeRow = (place: number): void => take(firstRow + place, durationNs[firstRow + place] as number);
    while (from < to && from % ZOOM_FAN > 0) takeRow(from++);
    while (from < to && to % ZOOM_FAN > 0) takeRow(--to);
    let levelAt = firstNode[lane] as number;
    for (const nodes of from < to ? zoomLevelCounts(rows) : []) {
      [from, to] = [from / ZOOM_FAN, to / ZOOM_FAN];
      const takeNode = (node: number): void =>
        take(zoom.longest[levelAt + node] as number, zoom.longestNs[levelAt + node] as number);
      while (from < to && from % ZOOM_FAN > 0) takeNode(from++);
      while (from < to && to % ZOOM_FAN > 0) takeNode(--to);
      if (from >= to) break;
      levelAt += nodes;
    }
    return best;
  };
}
