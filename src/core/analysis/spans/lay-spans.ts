import type { SpanTable } from '../../../contract/spans.ts';
import type { SourceTrack } from '../../../contract/span-source.ts';
import { orderOfSpans } from './span-order.ts';

/** Rows that one track may take: what overlaps beyond them is drawn clipped in the last. */
const MOST_LANES = 256;
/** Recorded in whole microseconds, a span may seem to begin before the one before it has ended. */
const ROUNDING_US = 1;
/** And to end after the one around it, where both ends are rounded. */
const OUTSTANDING_US = 2;

/**
 * Spans made fit for quick questions, whatever was recorded. Columns are by place: in order of track, start and
 * depth, so that a span comes after the one that it is inside of.
 */
export interface LaidSpans {
  readonly table: SpanTable;
  readonly count: number;
  readonly unplaceable: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly tracks: readonly SourceTrack[];
  readonly rowCount: number;
  /** Into the table's columns. */
  readonly origin: Int32Array;
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
  readonly row: Int32Array;
  /** Place of the span around it, −1 for none. */
  readonly parent: Int32Array;
  /** Its duration, or the sum of what is inside of it where that is more: own times are never negative. */
  readonly weightUs: Float64Array;
  readonly ownUs: Float64Array;
  /** By row: places, and where each is drawn. No two of a row overlap. */
  readonly rowBegin: Int32Array;
  readonly rowPlace: Int32Array;
  readonly rowFromUs: Float64Array;
  readonly rowToUs: Float64Array;
}

export function laySpans(table: SpanTable): LaidSpans {
  const { order, trackBegin, unplaceable } = orderOfSpans(table);
  const count = order.length;
  const startUs = new Float64Array(count);
  const endUs = new Float64Array(count);
  for (let place = 0; place < count; place += 1) {
    const at = order[place] as number;
    const duration = table.durationUs[at] as number;
    startUs[place] = table.startUs[at] as number;
    endUs[place] = (table.startUs[at] as number) + (duration > 0 && Number.isFinite(duration) ? duration : 0);
  }
  const row = new Int32Array(count);
  const drawnFromUs = new Float64Array(count);
  const drawnToUs = new Float64Array(count);
  const parent = new Int32Array(count).fill(-1);
  const tracks: SourceTrack[] = [];
  const isHeaded = table.tracks.length > 1;
  let nextRow = 0;
  table.tracks.forEach(({ name, group }, track) => {
    const [from, to] = [trackBegin[track] as number, trackBegin[track + 1] as number];
    if (from === to) return;
    const firstRow = nextRow + (isHeaded ? 1 : 0);
    const rows = layTrack(table, order, from, to, firstRow, {
      startUs,
      endUs,
      row,
      parent,
      drawnFromUs,
      drawnToUs,
    });
    tracks.push({ name, group, firstRow, rows, isHeaded });
    nextRow = firstRow + rows;
  });
  return {
    table,
    count,
    unplaceable,
    ...extentOf(startUs, endUs),
    tracks,
    rowCount: nextRow,
    origin: order,
    startUs,
    endUs,
    row,
    parent,
    ...weightsOf(startUs, endUs, parent),
    ...byRow(row, nextRow, drawnFromUs, drawnToUs),
  };
}

interface TrackColumns {
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
  readonly row: Int32Array;
  readonly parent: Int32Array;
  readonly drawnFromUs: Float64Array;
  readonly drawnToUs: Float64Array;
}

/** Fills one track's part of the columns; says how many rows it takes. */
function layTrack(
  table: SpanTable,
  order: Int32Array,
  from: number,
  to: number,
  firstRow: number,
  { startUs, endUs, row, parent, drawnFromUs, drawnToUs }: TrackColumns,
): number {
  const ranks = ranksOfDepths(table.depth, order, from, to);
  const laneEnds = new Float64Array(MOST_LANES).fill(Number.NEGATIVE_INFINITY);
  const open: number[] = [];
  let rows = 0;
  for (let place = from; place < to; place += 1) {
    const start = startUs[place] as number;
    const end = endUs[place] as number;
    const depth = table.depth[order[place] as number] as number;
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const isAround =
        (table.depth[order[top] as number] as number) < depth &&
        (start < (endUs[top] as number) || (start === (endUs[top] as number) && end === start)) &&
        end <= (endUs[top] as number) + OUTSTANDING_US;
      if (isAround) break;
      open.pop();
    }
    const around = open.at(-1);
    if (around !== undefined) parent[place] = around;
    const least = around === undefined ? 0 : (row[around] as number) - firstRow + 1;
    let lane = Math.min(MOST_LANES - 1, Math.max(ranks[depth] as number, least));
    while (lane < MOST_LANES - 1 && (laneEnds[lane] as number) > start + ROUNDING_US) lane += 1;
    const free = laneEnds[lane] as number;
    drawnFromUs[place] = Math.max(start, free);
    drawnToUs[place] = Math.max(end, free);
    laneEnds[lane] = Math.max(end, free);
    row[place] = firstRow + lane;
    rows = Math.max(rows, lane + 1);
    open.push(place);
  }
  return rows;
}

/** Depths as they are used, without those that no span has. */
function ranksOfDepths(depth: Uint16Array, order: Int32Array, from: number, to: number): Int32Array {
  const ranks = new Int32Array(65_536);
  for (let place = from; place < to; place += 1) ranks[depth[order[place] as number] as number] = 1;
  let rank = 0;
  for (let each = 0; each < ranks.length; each += 1) {
    if (ranks[each] === 1) ranks[each] = rank++;
  }
  return ranks;
}

function extentOf(startUs: Float64Array, endUs: Float64Array): { fromUs: number; toUs: number } {
  if (startUs.length === 0) return { fromUs: 0, toUs: 0 };
  let fromUs = Number.POSITIVE_INFINITY;
  let toUs = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < startUs.length; place += 1) {
    fromUs = Math.min(fromUs, startUs[place] as number);
    toUs = Math.max(toUs, endUs[place] as number);
  }
  return { fromUs, toUs };
}

function weightsOf(
  startUs: Float64Array,
  endUs: Float64Array,
  parent: Int32Array,
): Pick<LaidSpans, 'weightUs' | 'ownUs'> {
  const inside = new Float64Array(startUs.length);
  const weightUs = new Float64Array(startUs.length);
  const ownUs = new Float64Array(startUs.length);
  // From the last: all that is inside of a span comes after it.
  for (let place = startUs.length - 1; place >= 0; place -= 1) {
    const duration = (endUs[place] as number) - (startUs[place] as number);
    ownUs[place] = Math.max(0, duration - (inside[place] as number));
    weightUs[place] = (ownUs[place] as number) + (inside[place] as number);
    const around = parent[place] as number;
    if (around >= 0) inside[around] = (inside[around] as number) + (weightUs[place] as number);
  }
  return { weightUs, ownUs };
}

function byRow(
  row: Int32Array,
  rowCount: number,
  drawnFromUs: Float64Array,
  drawnToUs: Float64Array,
): Pick<LaidSpans, 'rowBegin' | 'rowPlace' | 'rowFromUs' | 'rowToUs'> {
  const rowBegin = new Int32Array(rowCount + 1);
  for (const each of row) rowBegin[each + 1] = (rowBegin[each + 1] as number) + 1;
  for (let each = 0; each < rowCount; each += 1) {
    rowBegin[each + 1] = (rowBegin[each + 1] as number) + (rowBegin[each] as number);
  }
  const next = rowBegin.slice();
  const rowPlace = new Int32Array(row.length);
  const rowFromUs = new Float64Array(row.length);
  const rowToUs = new Float64Array(row.length);
  for (let place = 0; place < row.length; place += 1) {
    const at = next[row[place] as number] as number;
    next[row[place] as number] = at + 1;
    rowPlace[at] = place;
    rowFromUs[at] = drawnFromUs[place] as number;
    rowToUs[at] = drawnToUs[place] as number;
  }
  return { rowBegin, rowPlace, rowFromUs, rowToUs };
}
