import { deflateSync, inflateSync } from 'node:zlib';
import { DynoError } from '../../contract/errors.ts';
import { badCell, type CellPlace } from './cells.ts';

/**
 * Numbers of 64 bits in fewer bytes, and back to the last bit. The bytes of equal weight lie together, which is
 * what deflate finds patterns in. Times of a clock that counts nanoseconds and is told in milliseconds are first
 * taken apart: the nanoseconds, and by how many steps of the doubles' own grid the value lies beside them.
 */
const PLAIN = 0;
const NANOSECONDS = 1;
const ASCENDING = 2;

const NUMBER_BYTES = 8;
const NS_BYTES = 6;
const STEP_BYTES = 2;
const NS_PER_MS = 1e6;
const MOST_NS = 2 ** 46;
const MOST_STEPS = 2 ** 15 - 1;
const FINEST_GRID = 60;
/** The form, the grid and the count. */
const HEAD_BYTES = 6;

export function packNumbers(values: Float64Array, form: 'any' | 'ascending' = 'any'): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(values.length, 2);
  const grid = gridOf(values);
  const parts = grid === null ? null : takenApart(values, 2 ** grid, form === 'ascending');
  if (parts === null || grid === null) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    head[0] = PLAIN;
    return Buffer.concat([head, deflateSync(gathered(bytes, NUMBER_BYTES))]);
  }
  head[0] = form === 'ascending' ? ASCENDING : NANOSECONDS;
  head[1] = grid;
  return Buffer.concat([head, deflateSync(parts)]);
}

export function unpackNumbers(blob: unknown, place: CellPlace): Float64Array {
  if (!(blob instanceof Uint8Array) || blob.length < HEAD_BYTES)
    throw badCell(place, 'holds no packed numbers');
  const packed = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  const [form, grid] = [packed[0] as number, packed[1] as number];
  const count = packed.readUInt32LE(2);
  const width = form === PLAIN ? NUMBER_BYTES : NS_BYTES + STEP_BYTES;
  try {
    const body = inflateSync(packed.subarray(HEAD_BYTES), { maxOutputLength: Math.max(1, count * width) });
    if (form > ASCENDING || body.length !== count * width) throw badCell(place, 'is shorter than it says');
    if (form === PLAIN) return new Float64Array(scattered(body, NUMBER_BYTES).buffer);
    return putTogether(body, count, 2 ** grid, form === ASCENDING);
  } catch (error) {
    throw error instanceof DynoError ? error : badCell(place, 'holds no packed numbers', error);
  }
}

/** Every value is a multiple of 2^-grid; null where none is fine enough, or a value is none of a clock. */
function gridOf(values: Float64Array): number | null {
  let grid = 0;
  for (const value of values) {
    if (!(value > -MOST_NS / NS_PER_MS && value < MOST_NS / NS_PER_MS) || Object.is(value, -0)) return null;
    while (!Number.isInteger(value * 2 ** grid)) {
      grid += 1;
      if (grid > FINEST_GRID) return null;
    }
  }
  return grid;
}

/** Six bytes of nanoseconds and two of steps, gathered by weight; null where that does not give the values back. */
function takenApart(values: Float64Array, scale: number, isAscending: boolean): Uint8Array | null {
  const count = values.length;
  const bytes = new Uint8Array(count * (NS_BYTES + STEP_BYTES));
  let before = 0;
  for (let index = 0; index < count; index += 1) {
    const value = values[index] as number;
    const ns = Math.round(value * NS_PER_MS);
    const steps = value * scale - nearestStep(ns, scale);
    const told = isAscending ? ns - before : ns;
    before = ns;
    if (Math.abs(told) > MOST_NS || !(Math.abs(steps) <= MOST_STEPS)) return null;
    if (!Object.is((nearestStep(ns, scale) + steps) / scale, value)) return null;
    writeLanes(bytes, index, count, 0, NS_BYTES, folded(told));
    writeLanes(bytes, index, count, NS_BYTES, STEP_BYTES, folded(steps));
  }
  return bytes;
}

function putTogether(bytes: Uint8Array, count: number, scale: number, isAscending: boolean): Float64Array {
  const values = new Float64Array(count);
  let before = 0;
  for (let index = 0; index < count; index += 1) {
    const told = unfolded(readLanes(bytes, index, count, 0, NS_BYTES));
    const ns = isAscending ? before + told : told;
    before = ns;
    const steps = unfolded(readLanes(bytes, index, count, NS_BYTES, STEP_BYTES));
    values[index] = (nearestStep(ns, scale) + steps) / scale;
  }
  return values;
}

const nearestStep = (ns: number, scale: number): number => Math.round((ns / NS_PER_MS) * scale);
/** Small numbers of either sign become small ones without. */
const folded = (value: number): number => (value < 0 ? -value * 2 - 1 : value * 2);
const unfolded = (value: number): number => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);

function writeLanes(
  bytes: Uint8Array,
  index: number,
  count: number,
  from: number,
  lanes: number,
  value: number,
): void {
  let left = value;
  for (let lane = from; lane < from + lanes; lane += 1) {
    bytes[lane * count + index] = left % 256;
    left = Math.floor(left / 256);
  }
}

function readLanes(bytes: Uint8Array, index: number, count: number, from: number, lanes: number): number {
  let value = 0;
  for (let lane = from + lanes - 1; lane >= from; lane -= 1) {
    value = value * 256 + (bytes[lane * count + index] as number);
  }
  return value;
}

function gathered(bytes: Uint8Array, width: number): Uint8Array {
  const count = bytes.length / width;
  const out = new Uint8Array(bytes.length);
  for (let lane = 0; lane < width; lane += 1) {
    for (let index = 0; index < count; index += 1) {
      out[lane * count + index] = bytes[index * width + lane] as number;
    }
  }
  return out;
}

function scattered(bytes: Uint8Array, width: number): Uint8Array {
  const count = bytes.length / width;
  const out = new Uint8Array(bytes.length);
  for (let lane = 0; lane < width; lane += 1) {
    for (let index = 0; index < count; index += 1) {
      out[index * width + lane] = bytes[lane * count + index] as number;
    }
  }
  return out;
}
