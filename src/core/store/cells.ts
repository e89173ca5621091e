import type { DynoError } from '../../contract/errors.ts';
import { storeCorrupt } from './store-errors.ts';

/** Where a cell stands, for the error that names it. */
export interface CellPlace {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/** Own JSON, written by this program: trusted in its shape, but not to have survived. */
export function parseCell(text: unknown, place: CellPlace): unknown {
  if (typeof text !== 'string') throw badCell(place, 'holds no text');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badCell(place, 'holds no valid JSON', error);
  }
}

/** A view of the array's bytes, not a copy: SQLite copies when it binds. */
export function toBlob(values: Float64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** Little-endian float64, as on every machine that Dyno runs on. */
export function fromBlob(blob: unknown, place: CellPlace): Float64Array {
  if (!(blob instanceof Uint8Array) || blob.byteLength % Float64Array.BYTES_PER_ELEMENT !== 0) {
    throw badCell(place, 'holds no whole numbers of 64 bits');
  }
  const values = new Float64Array(blob.byteLength / Float64Array.BYTES_PER_ELEMENT);
  new Uint8Array(values.buffer).set(blob);
  return values;
}

export function badCell({ table, row, column }: CellPlace, what: string, cause?: unknown): DynoError {
  return storeCorrupt(
    `${table} ${row}`,
    `the field "${column}" of ${row} in ${table} ${what}`,
    cause,
    'Keep a copy of the store, then remove that row with a SQLite program, or begin a new store with --data DIR.',
  );
}
