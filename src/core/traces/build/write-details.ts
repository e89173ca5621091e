import { DETAIL_KEYS, TEXT_DETAILS, type DetailKey } from '../../../contract/trace.ts';
import type { ColumnWriter } from '../arrow/column-writer.ts';
import type { DetailStretch } from '../index-file.ts';
import type { DetailSpill, DetailSpills } from './detail-spill.ts';
import { orderByRow } from './order-by-row.ts';
import { NO_ROW } from './no-row.ts';

const PIECE = 1 << 14;
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
  const { kept, isAscending, least, most } = toRows(span, value, rowOf);
  const rows = span.subarray(0, kept);
  const out = new DetailWriter(columns, key, isText, kept);
  if (isAscending)
    for (let place = 0; place < kept; place++) out.add(rows[place] as number, value[place] as number);
  else if (kept * SPARSE < laidOut.length) {
    const order = orderByRow(rows, laidOut.length);
    for (let at = 0; at < kept; at++) {
      const place = order === null ? at : (order[at] as number);
      const next = order === null ? at + 1 : order[at + 1];
      if (next !== undefined && rows[place] === rows[next]) continue;
      out.add(rows[place] as number, value[place] as number);
    }
  } else {
    for (let place = 0; place < kept; place++) laidOut[rows[place] as number] = place + 1;
    for (let row = least; row <= most; row++) {
      const place = laidOut[row] as number;
      if (place === 0) continue;
      laidOut[row] = 0;
      out.add(row, value[place - 1] as number);
    }
  }
  out.flush();
  return out.written;
}

/** Puts rows in the place of spans, and closes the gaps of those that were left out. */
function toRows(
  span: Uint32Array,
  value: Float64Array,
  rowOf: Uint32Array,
): { readonly kept: number; readonly isAscending: boolean; readonly least: number; readonly most: number } {
  let kept = 0;
  let isAscending = true;
  let least = NO_ROW;
  let most = -1;
  for (let place = 0; place < span.length; place++) {
    const row = rowOf[span[place] as number] as number;
    if (row === NO_ROW) continue;
    if (row > most) most = row;
    else isAscending = false;
    if (row < least) least = row;
    span[kept] = row;
    value[kept++] = value[place] as number;
  }
  return { kept, isAscending, least, most };
}

class DetailWriter {
  readonly #columns: readonly ColumnWriter[];
  readonly #rows: Uint32Array;
  readonly #values: Float64Array;
  /** Of texts, which are 32-bit places in their dictionary. */
  readonly #places: Int32Array | null;
  readonly #keys: Uint8Array;
  #held = 0;
  written = 0;

  constructor(columns: readonly ColumnWriter[], key: number, isText: boolean, most: number) {
    const size = Math.min(most, PIECE);
    this.#columns = columns;
    this.#rows = new Uint32Array(size);
    this.#values = new Float64Array(size);
    this.#places = isText ? new Int32Array(size) : null;
    this.#keys = new Uint8Array(size).fill(key);
  }

  add(row: number, value: number): void {
    this.#rows[this.#held] = row;
    this.#values[this.#held++] = value;
    if (this.#held === this.#rows.length) this.flush();
  }

  flush(): void {
    const [rows, keys, values] = this.#columns;
    rows?.append(this.#rows.subarray(0, this.#held));
    keys?.append(this.#keys.subarray(0, this.#held));
    const held = this.#values.subarray(0, this.#held);
    this.#places?.set(held);
    values?.append(this.#places === null ? held : this.#places.subarray(0, this.#held));
    this.written += this.#held;
    this.#held = 0;
  }
}
