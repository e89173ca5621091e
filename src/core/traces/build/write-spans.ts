import type { ColumnWriter } from '../arrow/column-writer.ts';
import { fillZoom, zoomNodeCount } from '../zoom-levels.ts';
import type { LaneList } from './lane-list.ts';
import type { LinkPlaces } from './link-places.ts';
import { LaneEnds, nestSpans, NO_LANE } from './nest-spans.ts';
import { sortSpans } from './sort-spans.ts';
import type { SpanTally } from './span-tally.ts';
import type { TrackSpans } from './track-spans.ts';

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

export interface TrackToWrite {
  /** As the importer numbers it, and its place among all. */
  readonly number: number;
  readonly place: number;
  readonly spans: TrackSpans;
  readonly shiftNs: number;
  readonly firstRow: number;
}

export interface NsRange {
  readonly fromNs: number;
  readonly toNs: number;
}

/**
 * Writes spans track by track and lane by lane: sorts and nests a track's, and takes over what else is known of them
 * column by column. Its memory is that of the largest track, and serves all.
 */
export class SpanWriter {
  readonly #columns: SpanColumns;
  readonly #lanes: LaneList;
  readonly #links: LinkPlaces;
  readonly #tally: SpanTally;
  /** Filled in: of each span as it came its row. */
  readonly #rowOf: Uint32Array;
  /** Spans that do not touch it are left out; null for none. */
  readonly #range: NsRange | null;
  readonly #ends = new LaneEnds();
  readonly #floats: readonly [Float64Array, Float64Array, Float64Array];
  /** Depths in order of time, later categories. */
  readonly #shorts: Uint16Array;
  readonly #words: Uint32Array;
  readonly #byLane: Uint32Array;
  readonly #piece: {
    readonly floats: Float64Array;
    readonly words: Uint32Array;
    readonly shorts: Uint16Array;
    readonly bytes: Uint8Array;
  };

  constructor(
    columns: SpanColumns,
    lanes: LaneList,
    links: LinkPlaces,
    tally: SpanTally,
    rowOf: Uint32Array,
    range: NsRange | null,
    mostOfTrack: number,
  ) {
    this.#columns = columns;
    this.#lanes = lanes;
    this.#links = links;
    this.#tally = tally;
    this.#rowOf = rowOf;
    this.#range = range;
    const floats = (): Float64Array => new Float64Array(mostOfTrack);
    this.#floats = [floats(), floats(), floats()];
    this.#shorts = new Uint16Array(mostOfTrack);
    this.#words = new Uint32Array(mostOfTrack);
    this.#byLane = new Uint32Array(mostOfTrack);
    const size = Math.min(mostOfTrack, PIECE);
    this.#piece = {
      floats: new Float64Array(size),
      words: new Uint32Array(size),
      shorts: new Uint16Array(size),
      bytes: new Uint8Array(size),
    };
  }

  write(track: TrackToWrite): WrittenTrack {
    const all = track.spans.count;
    if (all === 0) return NOTHING;
    let [start, duration, own] = this.#floats.map((floats) => floats.subarray(0, all)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    track.spans.read('start', start);
    track.spans.read('duration', duration);
    // Of each place in time the place in which the span came to its track; null where they are the same.
    let order = this.#range === null ? null : touching(start, duration, track.shiftNs, this.#range);
    const count = order?.length ?? all;
    if (count === 0) return NOTHING;
    [start, duration, own] = [start, duration, own].map((floats) =>
      floats.subarray(0, count),
    ) as typeof NO_FLOATS;
    const sorted = sortSpans(start, duration);
    if (sorted !== null) {
      [start, own] = [pickFloats(start, sorted, own), start];
      [duration, own] = [pickFloats(duration, sorted, own), duration];
      if (order !== null) for (let i = 0; i < count; i++) sorted[i] = order[sorted[i] as number] as number;
      order = sorted;
    }
    this.#findLinks(track, order, start, duration);
    if (track.shiftNs !== 0) for (let i = 0; i < count; i++) start[i] = (start[i] as number) + track.shiftNs;
    const nesting = nestSpans(start, duration, this.#shorts, own, this.#ends);
    const firstOfLane = this.#sortByLane(count, nesting.lanes);
    const toNs = this.#writeLanes(firstOfLane, start, duration, track);
    const byLane = this.#byLane.subarray(0, count - nesting.leftOut);
    this.#writeTimes(byLane, start, duration, own, track.place);
    const fromNs = start[0] as number;
    if (order !== null)
      for (let i = 0; i < byLane.length; i++) byLane[i] = order[byLane[i] as number] as number;
    this.#writeRest(byLane, track);
    return { spans: byLane.length, ...nesting, fromNs, toNs };
  }

  #findLinks(
    { number, spans }: TrackToWrite,
    order: Uint32Array | null,
    start: Float64Array,
    duration: Float64Array,
  ): void {
    if (!this.#links.has(number)) return;
    const ids = spans.read('id', this.#words.subarray(0, spans.count));
    const idAt = (place: number): number => ids[order === null ? place : (order[place] as number)] as number;
    this.#links.find(number, idAt, start, duration);
  }

  /** Where each lane begins in #byLane, and where the last one ends. */
  #sortByLane(count: number, lanes: number): Uint32Array {
    const depth = this.#shorts;
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
  #writeLanes(
    firstOfLane: Uint32Array,
    start: Float64Array,
    duration: Float64Array,
    { place, firstRow }: TrackToWrite,
  ): number {
    let toNs = -Infinity;
    for (let lane = 0; lane + 1 < firstOfLane.length; lane++) {
      const from = firstOfLane[lane] as number;
      const spans = this.#byLane.subarray(from, firstOfLane[lane + 1]);
      const last = spans[spans.length - 1] as number;
      toNs = Math.max(toNs, (start[last] as number) + (duration[last] as number));
      this.#lanes.add(place, lane, firstRow + from);
      const nodes = zoomNodeCount(spans.length);
      if (nodes === 0) continue;
      const firstNode = this.#lanes.takeNodes(nodes);
      fillZoom(start, duration, spans, firstRow + from, this.#lanes.nodes, firstNode);
    }
    return toNs;
  }

  #writeTimes(
    byLane: Uint32Array,
    start: Float64Array,
    duration: Float64Array,
    own: Float64Array,
    place: number,
  ): void {
    const { floats, shorts } = this.#piece;
    eachPiece(byLane, (piece) => {
      this.#columns.start.append(pickFloats(start, piece, floats).subarray(0, piece.length));
      this.#columns.duration.append(pickFloats(duration, piece, floats).subarray(0, piece.length));
      const owned = pickFloats(own, piece, floats).subarray(0, piece.length);
      this.#tally.takeOwn(owned);
      this.#columns.own.append(owned);
      this.#columns.depth.append(pickWhole(this.#shorts, piece, shorts).subarray(0, piece.length));
      this.#columns.track.append(shorts.fill(place).subarray(0, piece.length));
    });
  }

  /** Now by the places in which spans came. */
  #writeRest(byLane: Uint32Array, { spans, firstRow }: TrackToWrite): void {
    const all = spans.count;
    const columns = this.#columns;
    const piece = this.#piece;
    const ids = spans.read('id', this.#words.subarray(0, all));
    for (let i = 0; i < byLane.length; i++) this.#rowOf[ids[byLane[i] as number] as number] = firstRow + i;
    const offset = spans.read('offset', this.#floats[0].subarray(0, all));
    const name = spans.read('name', this.#words.subarray(0, all));
    const category = spans.read('category', this.#shorts.subarray(0, all));
    const kind = spans.read('kind', new Uint8Array(this.#floats[1].buffer, 0, all));
    eachPiece(byLane, (part) => {
      columns.offset.append(pickFloats(offset, part, piece.floats).subarray(0, part.length));
      const names = pickWhole(name, part, piece.words).subarray(0, part.length);
      const categories = pickWhole(category, part, piece.shorts).subarray(0, part.length);
      const kinds = pickWhole(kind, part, piece.bytes).subarray(0, part.length);
      this.#tally.take(kinds, categories, names);
      columns.name.append(names);
      columns.category.append(categories);
      columns.kind.append(kinds);
    });
  }
}

const NO_FLOATS: [Float64Array, Float64Array, Float64Array] = [
  new Float64Array(0),
  new Float64Array(0),
  new Float64Array(0),
];

const NOTHING: WrittenTrack = {
  spans: 0,
  lanes: 0,
  overlapping: 0,
  leftOut: 0,
  fromNs: Infinity,
  toNs: -Infinity,
};

/** Moves those that touch the range to the front, and says where they were. */
function touching(
  start: Float64Array,
  duration: Float64Array,
  shiftNs: number,
  { fromNs, toNs }: NsRange,
): Uint32Array {
  const kept = new Uint32Array(start.length);
  let count = 0;
  for (let span = 0; span < start.length; span++) {
    const at = (start[span] as number) + shiftNs;
    if (at > toNs || at + (duration[span] as number) < fromNs) continue;
    start[count] = start[span] as number;
    duration[count] = duration[span] as number;
    kept[count++] = span;
  }
  return kept.subarray(0, count);
}

function eachPiece(order: Uint32Array, take: (piece: Uint32Array) => void): void {
  for (let from = 0; from < order.length; from += PIECE) take(order.subarray(from, from + PIECE));
}

/** Apart from the other one, since V8 is quick with one kind of array. */
function pickFloats(from: Float64Array, order: Uint32Array, into: Float64Array): Float64Array {
  for (let i = 0; i < order.length; i++) into[i] = from[order[i] as number] as number;
  return into;
}

function pickWhole<Values extends Uint32Array | Uint16Array | Uint8Array>(
  from: Values,
  order: Uint32Array,
  into: Values,
): Values {
  for (let i = 0; i < order.length; i++) into[i] = from[order[i] as number] as number;
  return into;
}
