import type { SpanTable } from '../../../contract/spans.ts';
import { decodeUtf8, encodeUtf8 } from '../../model/utf8.ts';

type Columns = Omit<SpanTable, 'names' | 'categories' | 'tracks'>;

/** In this order, each beginning at a multiple of eight: the layout of what is kept. */
const COLUMNS = [
  ['startUs', Float64Array],
  ['durationUs', Float64Array],
  ['subject', Int32Array],
  ['name', Uint32Array],
  ['track', Uint16Array],
  ['depth', Uint16Array],
  ['category', Uint8Array],
] as const satisfies readonly (readonly [keyof Columns, unknown])[];

const ALIGNMENT = 8;

/** Length of a JSON head, the head, then the columns as they lie in memory (little-endian on all that Dyno runs on). */
export function spansToBytes(table: SpanTable): Uint8Array {
  const { names, categories, tracks } = table;
  const head = encodeUtf8(JSON.stringify({ names, categories, tracks, count: table.startUs.length }));
  let length = aligned(4 + head.length);
  for (const [key] of COLUMNS) length = aligned(length + table[key].byteLength);
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  let at = aligned(4 + head.length);
  for (const [key] of COLUMNS) {
    const { buffer, byteOffset, byteLength } = table[key];
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at = aligned(at + byteLength);
  }
  return bytes;
}

/** Throws RangeError or SyntaxError on what is no such thing; it shares the memory of what it is given. */
export function spansFromBytes(given: Uint8Array): SpanTable {
  // Typed arrays begin at multiples of their own size only.
  const bytes = given.byteOffset % ALIGNMENT === 0 ? given : given.slice();
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = JSON.parse(decodeUtf8(bytes.subarray(4, 4 + headLength))) as Pick<
    SpanTable,
    'names' | 'categories' | 'tracks'
  > & { readonly count: number };
  const { count, ...words } = head;
  let at = aligned(4 + headLength);
  const columns: Record<string, unknown> = {};
  for (const [key, Column] of COLUMNS) {
    columns[key] = new Column(bytes.buffer as ArrayBuffer, bytes.byteOffset + at, count);
    at = aligned(at + count * Column.BYTES_PER_ELEMENT);
  }
  return { ...words, ...(columns as unknown as Columns) };
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNMENT) * ALIGNMENT;
}
