import type { ColumnWriter } from '../arrow/column-writer.ts';
import { fillZoom, zoomNodeCount } from '../zoom-levels.ts';
import type { LaneList } from './lane-list.ts';
import { nestSpans, NO_LANE } from './nest-spans.ts';
import { sortSpans } from './sort-spans.ts';
import { gather, type SpanBlocks } from './span-blocks.ts';

/** The row of a span that was left out. */
export const NO_ROW = 0xffff_ffff;

export interface SpanColumns {
  readonly start: ColumnWriter;
  readonly duration: ColumnWriter;
  readonly own: ColumnWriter;
  readonly name: ColumnWriter;
  readonly category: ColumnWriter;
  readonly kind: ColumnWriter;
  readonly track: ColumnWriter;
  readonly depth: ColumnWriter;
  readonly offset: ColumnWriter;
}

export interface WrittenTrack {
  readonly spans: number;
  readonly lanes: number;
  readonly overlapping: number;
  readonly leftOut: number;
  /** Of what was kept. */
  readonly fromNs: number;
  readonly toNs: number;
}

/**
 * Writes one track's spans by lanes: sorts and nests them, and takes over what else is known of them column by
 * column, a piece at a time. Tells of the spans when they are in order of time, before they are moved by the shift.
 */
export function writeTrack(
  blocks: SpanBlocks,
  arrivals: Uint32Array,
  track: number,
  shiftNs: number,
  firstRow: number,
  rowOf: Uint32Array,
  columns: SpanColumns,
  lanes: LaneList,
  atTime: (spans: Uint32Array, start: Float64Array, duration: Float64Array) => void,
): WrittenTrack {
  const count = arrivals.length;
  let order = arrivals;
  let start = gather(blocks.start, order, new Float64Array(count));
  let duration = gather(blocks.duration, order, new Float64Array(count));
  const inTime = sortSpans(start, duration);
  if (inTime !== null) {
    order = picked(order, inTime, new Uint32Array(count));
    start = picked(start, inTime, new Float64Array(count));
    duration = picked(duration, inTime, new Float64Array(count));
  }
  atTime(order, start, duration);
  if (shiftNs !== 0) for (let i = 0; i < count; i++) start[i] = (start[i] as number) + shiftNs;
  const depth = new Uint16Array(count);
  let own = new Float64Array(count);
  const nesting = nestSpans(start, duration, depth, own);
  const firstOfLane = laneStarts(depth, nesting.lanes);
  const kept = count - nesting.leftOut;
  if (nesting.lanes > 1 || nesting.leftOut > 0) {
    const byLane = laneOrder(depth, firstOfLane, kept);
    order = picked(order, byLane, new Uint32Array(kept));
    start = picked(start, byLane, new Float64Array(kept));
    duration = picked(duration, byLane, new Float64Array(kept));
    own = picked(own, byLane, new Float64Array(kept));
  }
  for (let row = 0; row < kept; row++) rowOf[order[row] as number] = firstRow + row;
  columns.start.append(start);
  columns.duration.append(duration);
  columns.own.append(own);
  let toNs = -Infinity;
  for (let lane = 0; lane < nesting.lanes; lane++) {
    const from = firstOfLane[lane] as number;
    const rows = (firstOfLane[lane + 1] as number) - from;
    const last = from + rows - 1;
    toNs = Math.max(toNs, (start[last] as number) + (duration[last] as number));
    lanes.add(track, lane, firstRow + from);
    const nodes = zoomNodeCount(rows);
    if (nodes === 0) continue;
    const firstNode = lanes.takeNodes(nodes);
    fillZoom(start, duration, from, firstRow, rows, lanes.nodes, firstNode);
  }
  writeRest(blocks, order, track, firstOfLane, columns);
  return { spans: kept, ...nesting, fromNs: start[0] ?? 0, toNs };
}

const PIECE = 1 << 16;

function writeRest(
  blocks: SpanBlocks,
  order: Uint32Array,
  track: number,
  firstOfLane: Uint32Array,
  columns: SpanColumns,
): void {
  const most = Math.min(order.length, PIECE);
  const name = new Uint32Array(most);
  const category = new Uint16Array(most);
  const kind = new Uint8Array(most);
  const offset = new Float64Array(most);
  const tracks = new Uint16Array(most).fill(track);
  const depths = new Uint16Array(most);
  let lane = 0;
  for (let from = 0; from < order.length; from += PIECE) {
    const piece = order.subarray(from, from + PIECE);
    const size = piece.length;
    columns.name.append(gather(blocks.name, piece, name).subarray(0, size));
    columns.category.append(gather(blocks.category, piece, category).subarray(0, size));
    columns.kind.append(gather(blocks.kind, piece, kind).subarray(0, size));
    columns.offset.append(gather(blocks.offset, piece, offset).subarray(0, size));
    columns.track.append(tracks.subarray(0, size));
    for (let at = 0; at < size;) {
      while ((firstOfLane[lane + 1] as number) <= from + at) lane++;
      const end = Math.min(size, (firstOfLane[lane + 1] as number) - from);
      depths.fill(lane, at, end);
      at = end;
    }
    columns.depth.append(depths.subarray(0, size));
  }
}

function laneStarts(depth: Uint16Array, lanes: number): Uint32Array {
  const first = new Uint32Array(lanes + 1);
  for (let span = 0; span < depth.length; span++) {
    const lane = depth[span] as number;
    if (lane !== NO_LANE) first[lane + 1] = (first[lane + 1] as number) + 1;
  }
  for (let lane = 0; lane < lanes; lane++)
    first[lane + 1] = (first[lane + 1] as number) + (first[lane] as number);
  return first;
}

function laneOrder(depth: Uint16Array, firstOfLane: Uint32Array, kept: number): Uint32Array {
  const next = firstOfLane.slice();
  const order = new Uint32Array(kept);
  for (let span = 0; span < depth.length; span++) {
    const lane = depth[span] as number;
    if (lane === NO_LANE) continue;
    const place = next[lane] as number;
    order[place] = span;
    next[lane] = place + 1;
  }
  return order;
}

function picked<Values extends Float64Array | Uint32Array>(
  from: Values,
  order: Uint32Array,
  into: Values,
): Values {
  for (let i = 0; i < order.length; i++) into[i] = from[order[i] as number] as number;
  return into;
}
