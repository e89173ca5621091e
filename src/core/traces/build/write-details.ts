import { DETAIL_KEYS, TEXT_DETAILS, type DetailKey } from '../../../contract/trace.ts';
import type { ColumnWriter } from '../arrow/column-writer.ts';
import type { DetailStretch } from '../index-file.ts';
import type { DetailSpill, DetailSpills } from './detail-spill.ts';
import { orderByRow } from './order-by-row.ts';
import { NO_ROW } from './write-spans.ts';

const PIECE = 1 << 16;
/** Fewer than one in so many rows: they are sorted instead of being laid out over all rows. */
const SPARSE = 32;

export interface WrittenDetails {
  readonly rows: number;
  readonly stretches: Partial<Record<DetailKey, DetailStretch>>;
}

export const keysOf = (isText: boolean): readonly DetailKey[] =>
  DETAIL_KEYS.filter((key) => TEXT_DETAILS.has(key) === isText);

/** How many rows these details can have at most. */
export const detailCount = (spills: DetailSpills, isText: boolean): number =>
  keysOf(isText).reduce((sum, key) => sum + (spills.get(key)?.count ?? 0), 0);

/**
 * Writes details key by key, each in order of rows; of two for one span the later one holds. Each key is read from
 * where it waited and forgotten before the next.
 */
export function writeDetails(
  spills: DetailSpills,
  isText: boolean,
  rowOf: Uint32Array,
  rowCount: number,
  columns: readonly ColumnWriter[],
): WrittenDetails {
  const stretches: Partial<Record<DetailKey, DetailStretch>> = {};
  const laidOut = new Uint32Array(rowCount);
  let rows = 0;
  for (const key of keysOf(isText)) {
    const spill = spills.get(key);
    if (spill === undefined || spill.count === 0) continue;
    const count = writeKey(spill, DETAIL_KEYS.indexOf(key), isText, rowOf, laidOut, columns);
    if (count > 0) stretches[key] = { from: rows, count };
    rows += count;
  }
  return { rows, stretches };
}

function writeKey(
  spill: DetailSpill,
  key: number,
  isText: boolean,
  rowOf: Uint32Array,
  laidOut: Uint32Array,
  columns: readonly ColumnWriter[],
): number {
  const { span, value } = spill.read();
  const size = Math.min(span.length, PIECE);
  const rows = new Uint32Array(size);
  const values = isText ? new Int32Array(size) : new Float64Array(size);
  const keys = new Uint8Array(size).fill(key);
  let held = 0;
  let written = 0;
  const flush = (): void => {
    columns[0]?.append(rows.subarray(0, held));
    columns[1]?.append(keys.subarray(0, held));
    columns[2]?.append(values.subarray(0, held));
    written += held;
    held = 0;
  };
  if (span.length * SPARSE < laidOut.length) {
    const { row, at } = sortedRows(span, rowOf);
    for (let place = 0; place < row.length; place++) {
      if (row[place] === row[place + 1]) continue;
      rows[held] = row[place] as number;
      values[held++] = value[at[place] as number] as number;
      if (held === size) flush();
    }
  } else {
    for (let place = 0; place < span.length; place++) {
      const row = rowOf[span[place] as number] as number;
      if (row !== NO_ROW) laidOut[row] = place + 1;
    }
    for (let row = 0; row < laidOut.length; row++) {
      const place = laidOut[row] as number;
      if (place === 0) continue;
      laidOut[row] = 0;
      rows[held] = row;
      values[held++] = value[place - 1] as number;
      if (held === size) flush();
    }
  }
  if (held > 0) flush();
  return written;
}

/** The rows that were kept, ascending, and where in the list of details each came. */
function sortedRows(
  span: Uint32Array,
  rowOf: Uint32Array,
): { readonly row: Uint32Array; readonly at: Uint32Array } {
  const row = new Uint32Array(span.length);
  const at = new Uint32Array(span.length);
  let kept = 0;
  for (let place = 0; place < span.length; place++) {
    const found = rowOf[span[place] as number] as number;
    if (found === NO_ROW) continue;
    row[kept] = found;
    at[kept++] = place;
  }
  const rows = row.subarray(0, kept);
  const order = orderByRow(rows, rowOf.length);
  if (order === null) return { row: rows, at: at.subarray(0, kept) };
  return {
    row: Uint32Array.from(order, (place) => rows[place] as number),
    at: Uint32Array.from(order, (place) => at[place] as number),
  };
}
