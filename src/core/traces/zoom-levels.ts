import type { TraceLanes, ZoomColumns } from '../analysis/trace/trace-columns.ts';

/** Each level has one node for so many of the level below. */
export const ZOOM_FAN = 16;

/** How many nodes the levels over so many rows have, from level 1 up. */
export function zoomLevelCounts(rows: number): number[] {
  const counts: number[] = [];
  for (let count = rows; count > 1;) {
    count = Math.ceil(count / ZOOM_FAN);
    counts.push(count);
  }
  return counts;
}

export function zoomNodeCount(rows: number): number {
  let nodes = 0;
  for (let count = rows; count > 1;) {
    count = Math.ceil(count / ZOOM_FAN);
    nodes += count;
  }
  return nodes;
}

/** Where each lane's nodes begin, and where the last one's end. */
export function firstZoomNodes(lanes: TraceLanes): Uint32Array {
  const first = new Uint32Array(lanes.count + 1);
  for (let lane = 0; lane < lanes.count; lane++) {
    const rows = (lanes.firstRow[lane + 1] as number) - (lanes.firstRow[lane] as number);
    first[lane + 1] = (first[lane] as number) + zoomNodeCount(rows);
  }
  return first;
}

/** Fills in the nodes of one lane: its spans in order are `spans` of the columns, its rows follow `firstRow`. */
export function fillZoom(
  startNs: Float64Array,
  durationNs: Float64Array,
  spans: Uint32Array,
  firstRow: number,
  into: ZoomColumns,
  firstNode: number,
): void {
  const { fromNs, toNs, longest, longestNs } = into;
  let level = firstNode;
  let count = spans.length > 1 ? Math.ceil(spans.length / ZOOM_FAN) : 0;
  for (let node = 0; node < count; node++) {
    const first = node * ZOOM_FAN;
    const end = Math.min(first + ZOOM_FAN, spans.length);
    let best = first;
    let bestNs = -1;
    for (let place = first; place < end; place++) {
      const lasts = durationNs[spans[place] as number] as number;
      if (lasts > bestNs) {
        best = place;
        bestNs = lasts;
      }
    }
    const last = spans[end - 1] as number;
    const at = level + node;
    fromNs[at] = startNs[spans[first] as number] as number;
    toNs[at] = (startNs[last] as number) + (durationNs[last] as number);
    longest[at] = firstRow + best;
    longestNs[at] = bestNs;
  }
  while (count > 1) {
    const above = Math.ceil(count / ZOOM_FAN);
    for (let node = 0; node < above; node++) {
      const first = level + node * ZOOM_FAN;
      const end = Math.min(first + ZOOM_FAN, level + count);
      let best = first;
      for (let child = first + 1; child < end; child++) {
        if ((longestNs[child] as number) > (longestNs[best] as number)) best = child;
      }
      const at = level + count + node;
      fromNs[at] = fromNs[first] as number;
      toNs[at] = toNs[end - 1] as number;
      longest[at] = longest[best] as number;
      longestNs[at] = longestNs[best] as number;
    }
    level += count;
    count = above;
  }
}

export const zoomColumns = (nodes: number): ZoomColumns => ({
  fromNs: new Float64Array(nodes),
  toNs: new Float64Array(nodes),
  longest: new Uint32Array(nodes),
  longestNs: new Float64Array(nodes),
});
