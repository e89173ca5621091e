import type { DetailKey } from '../../../contract/trace.ts';
import { endOfRow } from './rows-in-time.ts';
import type { DetailColumn, LinkColumns, TraceColumns } from './trace-columns.ts';

/** The trace as if nothing had been before and after: rows that reach into the stretch, cut at its ends. */
export function restrictColumns(columns: TraceColumns, fromNs: number, toNs: number): Restricted {
  const kept = keptOfLanes(columns, fromNs, toNs);
  const { rowCount, oldRow, firstRow } = kept;
  const startNs = pick(columns.startNs, oldRow);
  const durationNs = pick(columns.durationNs, oldRow);
  const ownNs = pick(columns.ownNs, oldRow);
  for (let row = 0; row < rowCount; row += 1) {
    const start = startNs[row] as number;
    const end = start + Math.max(0, durationNs[row] as number);
    if (start >= fromNs && end <= toNs) continue;
    startNs[row] = Math.max(start, fromNs);
    const length = Math.min(end, toNs) - (startNs[row] as number);
    durationNs[row] = length;
    // How its own time lies around what is inside cannot be told from the sum; what is left of it bounds it.
    ownNs[row] = Math.min(ownNs[row] as number, length);
  }
  const details = new Map<DetailKey, DetailColumn>();
  const restricted: TraceColumns = {
    info: columns.info,
    strings: columns.strings,
    categories: columns.categories,
    rowCount,
    lanes: { ...columns.lanes, firstRow },
    startNs,
    durationNs,
    ownNs,
    name: pick(columns.name, oldRow),
    category: pick(columns.category, oldRow),
    kind: pick(columns.kind, oldRow),
    track: pick(columns.track, oldRow),
    depth: pick(columns.depth, oldRow),
    sourceOffset: pick(columns.sourceOffset, oldRow),
    detail: (key) => {
      const known = details.get(key) ?? keptDetail(columns.detail(key), oldRow);
      details.set(key, known);
      return known;
    },
    links: keptLinks(columns.links, oldRow),
    counter: (counter) => {
      const { atNs, value } = columns.counter(counter);
      const from = firstNotBelow(atNs, fromNs);
      const to = firstNotBelow(atNs, toNs);
      return { atNs: atNs.subarray(from, to), value: value.subarray(from, to) };
    },
  };
  return { columns: restricted, oldRow };
}

export interface Restricted {
  readonly columns: TraceColumns;
  /** Of each row, the one that it was. */
  readonly oldRow: Uint32Array;
}

function keptOfLanes(
  columns: TraceColumns,
  fromNs: number,
  toNs: number,
): { readonly rowCount: number; readonly oldRow: Uint32Array; readonly firstRow: Uint32Array } {
  const { lanes, startNs } = columns;
  const firstRow = new Uint32Array(lanes.count + 1);
  const begins = new Uint32Array(lanes.count);
  let rowCount = 0;
  for (let lane = 0; lane < lanes.count; lane += 1) {
    const end = lanes.firstRow[lane + 1] as number;
    let from = lanes.firstRow[lane] as number;
    while (from < end && endOfRow(columns, from) <= fromNs && (startNs[from] as number) < fromNs) from += 1;
    let to = from;
    while (to < end && (startNs[to] as number) < toNs) to += 1;
    begins[lane] = from;
    firstRow[lane] = rowCount;
    rowCount += to - from;
  }
  firstRow[lanes.count] = rowCount;
  const oldRow = new Uint32Array(rowCount);
  for (let lane = 0; lane < lanes.count; lane += 1) {
    const shift = (begins[lane] as number) - (firstRow[lane] as number);
    for (let row = firstRow[lane] as number; row < (firstRow[lane + 1] as number); row += 1) {
      oldRow[row] = row + shift;
    }
  }
  return { rowCount, oldRow, firstRow };
}

function pick<Column extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(
  column: Column,
  rows: Uint32Array,
): Column {
  const picked = new (column.constructor as new (length: number) => Column)(rows.length);
  for (let row = 0; row < rows.length; row += 1) picked[row] = column[rows[row] as number] as number;
  return picked;
}

function keptDetail({ rows, values }: DetailColumn, oldRow: Uint32Array): DetailColumn {
  const keptRows: number[] = [];
  const keptValues: number[] = [];
  let at = 0;
  for (let row = 0; row < oldRow.length && at < rows.length; row += 1) {
    const old = oldRow[row] as number;
    while (at < rows.length && (rows[at] as number) < old) at += 1;
    if (rows[at] !== old) continue;
    keptRows.push(row);
    keptValues.push(values[at] as number);
  }
  return { rows: Uint32Array.from(keptRows), values: Float64Array.from(keptValues) };
}

function keptLinks(links: LinkColumns, oldRow: Uint32Array): LinkColumns {
  const kind: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  for (let at = 0; at < links.from.length; at += 1) {
    const start = rowOfOld(oldRow, links.from[at] as number);
    const end = rowOfOld(oldRow, links.to[at] as number);
    if (start < 0 || end < 0) continue;
    kind.push(links.kind[at] as number);
    from.push(start);
    to.push(end);
  }
  return { kind: Uint8Array.from(kind), from: Uint32Array.from(from), to: Uint32Array.from(to) };
}

function rowOfOld(oldRow: Uint32Array, row: number): number {
  let low = 0;
  let high = oldRow.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((oldRow[middle] as number) < row) low = middle + 1;
    else high = middle;
  }
  return oldRow[low] === row ? low : -1;
}

function firstNotBelow(values: Float64Array, bound: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
