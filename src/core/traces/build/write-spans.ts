import type { ColumnWriter } from '../arrow/column-writer.ts';
import { fillZoom, zoomNodeCount } from '../zoom-levels.ts';
import type { LaneList } from './lane-list.ts';
import { LaneEnds, nestSpans, NO_LANE } from './nest-spans.ts';
import { sortSpans } from './sort-spans.ts';
import { gatherFloats, gatherWhole, type SpanBlocks } from './span-blocks.ts';

/** The row of a span that was left out. */
export const NO_ROW = 0xffff_ffff;

/** So many rows of a column are gathered and written at once. */
const PIECE = 1 << 14;

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

/** Told of a track's spans when they are in order of time, before they are moved by a shift. */
export type AtTime = (spans: Uint32Array, start: Float64Array, duration: Float64Array) => void;

/**
 * Writes spans track by track and lane by lane: sorts and nests a track's, and takes over what else is known of them
 * a piece at a time. Its memory serves all tracks.
 */
export class SpanWriter {
  readonly #blocks: SpanBlocks;
  readonly #columns: SpanColumns;
  readonly #lanes: LaneList;
  /** Filled in: of each arrival its row. */
  readonly #rowOf: Uint32Array;
  readonly #ends = new LaneEnds();
  readonly #start: Float64Array;
  readonly #duration: Float64Array;
  readonly #own: Float64Array;
  readonly #depth: Uint16Array;
  readonly #byLane: Uint32Array;
  readonly #arrivals: Uint32Array;
  readonly #floats: Float64Array;
  readonly #names: Uint32Array;
  readonly #shorts: Uint16Array;
  readonly #bytes: Uint8Array;

  constructor(
    blocks: SpanBlocks,
    columns: SpanColumns,
    lanes: LaneList,
    rowOf: Uint32Array,
    mostOfTrack: number,
  ) {
    this.#blocks = blocks;
    this.#columns = columns;
    this.#lanes = lanes;
    this.#rowOf = rowOf;
    this.#start = new Float64Array(mostOfTrack);
    this.#duration = new Float64Array(mostOfTrack);
    this.#own = new Float64Array(mostOfTrack);
    this.#depth = new Uint16Array(mostOfTrack);
    this.#byLane = new Uint32Array(mostOfTrack);
    const piece = Math.min(mostOfTrack, PIECE);
    this.#arrivals = new Uint32Array(piece);
    this.#floats = new Float64Array(piece);
    this.#names = new Uint32Array(piece);
    this.#shorts = new Uint16Array(piece);
    this.#bytes = new Uint8Array(piece);
  }

  /** `arrivals` are the spans of the track as they came; they are put in order of time in place. */
  write(
    arrivals: Uint32Array,
    track: number,
    shiftNs: number,
    firstRow: number,
    atTime: AtTime,
  ): WrittenTrack {
    const count = arrivals.length;
    if (count === 0) return NOTHING;
    const start = this.#start.subarray(0, count);
    const duration = this.#duration.subarray(0, count);
    gatherFloats(this.#blocks.start, arrivals, start);
    gatherFloats(this.#blocks.duration, arrivals, duration);
    const inTime = sortSpans(start, duration);
    if (inTime !== null) {
      for (let i = 0; i < count; i++) inTime[i] = arrivals[inTime[i] as number] as number;
      arrivals.set(inTime);
      gatherFloats(this.#blocks.start, arrivals, start);
      gatherFloats(this.#blocks.duration, arrivals, duration);
    }
    atTime(arrivals, start, duration);
    if (shiftNs !== 0) for (let i = 0; i < count; i++) start[i] = (start[i] as number) + shiftNs;
    const nesting = nestSpans(start, duration, this.#depth, this.#own, this.#ends);
    const firstOfLane = this.#sortByLane(count, nesting.lanes);
    const toNs = this.#writeLanes(firstOfLane, track, firstRow);
    const kept = count - nesting.leftOut;
    for (let from = 0; from < kept; from += PIECE) {
      const byLane = this.#byLane.subarray(from, Math.min(kept, from + PIECE));
      this.#writePiece(arrivals, byLane, track, firstRow + from);
    }
    return { spans: kept, ...nesting, fromNs: start[0] as number, toNs };
  }

  /** Where each lane begins in #byLane, and where the last one ends. */
  #sortByLane(count: number, lanes: number): Uint32Array {
    const depth = this.#depth;
    const next = new Uint32Array(lanes + 1);
    for (let span = 0; span < count; span++) {
      const lane = depth[span] as number;
      if (lane !== NO_LANE) next[lane + 1] = (next[lane + 1] as number) + 1;
    }
    for (let lane = 0; lane < lanes; lane++)
      next[lane + 1] = (next[lane + 1] as number) + (next[lane] as number);
    const first = next.slice();
    for (let span = 0; span < count; span++) {
      const lane = depth[span] as number;
      if (lane === NO_LANE) continue;
      const place = next[lane] as number;
      this.#byLane[place] = span;
      next[lane] = place + 1;
    }
    return first;
  }

  /** Says where the last of all spans ends. */
  #writeLanes(firstOfLane: Uint32Array, track: number, firstRow: number): number {
    let toNs = -Infinity;
    for (let lane = 0; lane + 1 < firstOfLane.length; lane++) {
      const from = firstOfLane[lane] as number;
      const rows = (firstOfLane[lane + 1] as number) - from;
      const last = this.#byLane[from + rows - 1] as number;
      toNs = Math.max(toNs, (this.#start[last] as number) + (this.#duration[last] as number));
      this.#lanes.add(track, lane, firstRow + from);
      const nodes = zoomNodeCount(rows);
      if (nodes === 0) continue;
      const firstNode = this.#lanes.takeNodes(nodes);
      const byLane = this.#byLane.subarray(from, from + rows);
      fillZoom(this.#start, this.#duration, byLane, firstRow + from, this.#lanes.nodes, firstNode);
    }
    return toNs;
  }

  #writePiece(inTime: Uint32Array, byLane: Uint32Array, track: number, firstRow: number): void {
    const size = byLane.length;
    const columns = this.#columns;
    const arrivals = this.#arrivals.subarray(0, size);
    for (let i = 0; i < size; i++) {
      const arrival = inTime[byLane[i] as number] as number;
      arrivals[i] = arrival;
      this.#rowOf[arrival] = firstRow + i;
    }
    const floats = this.#floats.subarray(0, size);
    const shorts = this.#shorts.subarray(0, size);
    columns.start.append(pickFloats(this.#start, byLane, floats));
    columns.duration.append(pickFloats(this.#duration, byLane, floats));
    columns.own.append(pickFloats(this.#own, byLane, floats));
    columns.offset.append(gatherFloats(this.#blocks.offset, arrivals, floats));
    columns.name.append(gatherWhole(this.#blocks.name, arrivals, this.#names.subarray(0, size)));
    columns.category.append(gatherWhole(this.#blocks.category, arrivals, shorts));
    columns.kind.append(gatherWhole(this.#blocks.kind, arrivals, this.#bytes.subarray(0, size)));
    columns.track.append(shorts.fill(track));
    for (let i = 0; i < size; i++) shorts[i] = this.#depth[byLane[i] as number] as number;
    columns.depth.append(shorts);
  }
}

const NOTHING: WrittenTrack = {
  spans: 0,
  lanes: 0,
  overlapping: 0,
  leftOut: 0,
  fromNs: Infinity,
  toNs: -Infinity,
};

function pickFloats(from: Float64Array, order: Uint32Array, into: Float64Array): Float64Array {
  for (let i = 0; i < order.length; i++) into[i] = from[order[i] as number] as number;
  return into;
}
