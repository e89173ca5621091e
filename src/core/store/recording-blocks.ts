import type { Database } from 'better-sqlite3';
import type { Milliseconds } from '../../contract/units.ts';
import { deflateSync, inflateSync } from 'node:zlib';
import { badCell, fromBlob, parseCell, toBlob, type CellPlace } from './cells.ts';
import { packNumbers, unpackNumbers } from './packed-numbers.ts';
import { storeCorrupt } from './store-errors.ts';

/** About a second of a recording: whole columns one behind the other, since few of many are mostly wanted back. */
export interface RecordingBlock {
  /** Places among the recording's channels, one for each column. */
  readonly columns: readonly number[];
  readonly atMs: Float64Array;
  /** values[column × ticks + tick]; NaN where nothing could be read. */
  readonly values: Float64Array;
  readonly marks: Uint8Array;
}

export interface BlockWish {
  /** Places among the recording's channels. */
  readonly columns: readonly number[];
  readonly fromMs: Milliseconds;
  readonly toMs: Milliseconds;
  /** Where the page before ended; left out: from the start. */
  readonly after?: BlockCursor;
  readonly most: number;
}

export interface BlockCursor {
  readonly fromMs: Milliseconds;
  readonly id: number;
}

/** In order of time. A block has of the wanted columns those that it has, in its own order; maybe none. */
export interface BlockPage {
  readonly blocks: readonly RecordingBlock[];
  /** Null: that was all. */
  readonly next: BlockCursor | null;
}

/** What the blocks say of a recording whose owner did not live to say it. */
export interface BlockExtent {
  readonly ticks: number;
  readonly fromMs: Milliseconds | null;
  readonly toMs: Milliseconds | null;
}

interface BlockRow {
  readonly id: number;
  readonly from_ms: number;
  readonly channels: string;
  readonly at_ms: unknown;
  readonly sample_values: unknown;
  readonly marks: unknown;
  readonly packed_ticks: number | null;
}

const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;
/** Of values: more than that are not packed while somebody waits. */
const MOST_PACKED = 40_000;
/** A page of a reader is so many blocks: they stay small enough for one. */
const MOST_TICKS = 120;

export function recordingBlockTable(database: Database) {
  const insert = database.prepare<[string, number, number, string, Buffer, Buffer, Buffer]>(
    `INSERT INTO recording_blocks (recording_id, from_ms, to_ms, channels, at_ms, sample_values, marks)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const page = database.prepare<[string, number, number, number, number, number], BlockRow>(
    `SELECT id, from_ms, channels, at_ms, sample_values, marks, packed_ticks FROM recording_blocks
     WHERE recording_id = ? AND (from_ms, id) > (?, ?) AND from_ms <= ? AND to_ms >= ?
     ORDER BY from_ms, id LIMIT ?`,
  );
  const extent = database.prepare<[string], { ticks: number | null; from: number | null; to: number | null }>(
    `SELECT sum(coalesce(packed_ticks, length(at_ms) / ${NUMBER_BYTES})) AS ticks, min(from_ms) AS "from", max(to_ms) AS "to"
     FROM recording_blocks WHERE recording_id = ?`,
  );

  const plain = database.prepare<[string], BlockRow>(
    `SELECT id, from_ms, channels, at_ms, sample_values, marks, packed_ticks FROM recording_blocks
     WHERE recording_id = ? AND packed_ticks IS NULL ORDER BY from_ms, id`,
  );
  const plainValues = database
    .prepare<[string], number | null>(
      `SELECT sum(length(marks)) FROM recording_blocks WHERE recording_id = ? AND packed_ticks IS NULL`,
    )
    .pluck();
  const remove = database.prepare<[number]>('DELETE FROM recording_blocks WHERE id = ?');
  const insertPacked = database.prepare<[string, number, number, string, Buffer, Buffer, Buffer, number]>(
    `INSERT INTO recording_blocks
       (recording_id, from_ms, to_ms, channels, at_ms, sample_values, marks, packed_ticks)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const putPacked = (recordingId: string, rows: readonly BlockRow[]): void => {
    const [first] = rows;
    if (first === undefined) return;
    const { columns, atMs, values, marks } = joined(rows.map((row) => toBlock(row, null)));
    for (const { id } of rows) remove.run(id);
    insertPacked.run(
      recordingId,
      atMs[0] as number,
      atMs[atMs.length - 1] as number,
      JSON.stringify(columns),
      packNumbers(atMs, 'ascending'),
      packNumbers(values),
      deflateSync(marks),
      atMs.length,
    );
  };

  return {
    /** Once a recording is over: fewer and smaller rows that say the same. Within the transaction that ends it. */
    seal(recordingId: string): void {
      if ((plainValues.get(recordingId) ?? 0) > MOST_PACKED) return;
      let group: BlockRow[] = [];
      let ticks = 0;
      for (const row of plain.all(recordingId)) {
        const more = (row.at_ms as Uint8Array).length / NUMBER_BYTES;
        if (group[0]?.channels !== row.channels || ticks + more > MOST_TICKS) {
          putPacked(recordingId, group);
          [group, ticks] = [[], 0];
        }
        group.push(row);
        ticks += more;
      }
      putPacked(recordingId, group);
    },
    append(recordingId: string, { columns, atMs, values, marks }: RecordingBlock): void {
      if (atMs.length === 0) return;
      insert.run(
        recordingId,
        atMs[0] as number,
        atMs[atMs.length - 1] as number,
        JSON.stringify(columns),
        toBlob(atMs),
        toBlob(values),
        Buffer.from(marks.buffer, marks.byteOffset, marks.byteLength),
      );
    },
    read(recordingId: string, { columns, fromMs, toMs, after, most }: BlockWish): BlockPage {
      const { fromMs: afterMs, id } = after ?? { fromMs: Number.NEGATIVE_INFINITY, id: 0 };
      const found = page.all(recordingId, afterMs, id, toMs, fromMs, most);
      const wanted = new Set(columns);
      const last = found.at(-1);
      return {
        blocks: found.map((row) => toBlock(row, wanted)).filter(({ columns: kept }) => kept.length > 0),
        next: last === undefined || found.length < most ? null : { fromMs: last.from_ms, id: last.id },
      };
    },
    extent(recordingId: string): BlockExtent {
      const { ticks = null, from = null, to = null } = extent.get(recordingId) ?? {};
      return { ticks: ticks ?? 0, fromMs: from, toMs: to };
    },
  };
}

export type RecordingBlockTable = ReturnType<typeof recordingBlockTable>;

/** With those of the wanted columns that it has; null wants all. */
function toBlock(row: BlockRow, wanted: ReadonlySet<number> | null): RecordingBlock {
  const place = { table: 'recording_blocks', row: String(row.id), column: 'channels' };
  const columns = parseCell(row.channels, place) as readonly number[];
  const kept = columns.flatMap((column, index) => (wanted?.has(column) === false ? [] : [index]));
  if (kept.length === 0) return NOTHING;
  const { atMs, numbers, marks } = cellsOf(row, place);
  const ticks = atMs.length;
  if (
    !isOfLength(numbers, columns.length * ticks * NUMBER_BYTES) ||
    !isOfLength(marks, columns.length * ticks)
  ) {
    throw storeCorrupt(
      `recording_blocks ${row.id}`,
      `block ${row.id} is shorter than its channels and times say`,
    );
  }
  const values = new Float64Array(kept.length * ticks);
  copyColumns(numbers, new Uint8Array(values.buffer), kept, ticks * NUMBER_BYTES);
  const keptMarks = new Uint8Array(kept.length * ticks);
  copyColumns(marks, keptMarks, kept, ticks);
  return { columns: kept.map((index) => columns[index] as number), atMs, values, marks: keptMarks };
}

const NOTHING: RecordingBlock = {
  columns: [],
  atMs: new Float64Array(),
  values: new Float64Array(),
  marks: new Uint8Array(),
};

function cellsOf(row: BlockRow, place: CellPlace) {
  if (row.packed_ticks === null) {
    const atMs = fromBlob(row.at_ms, { ...place, column: 'at_ms' });
    return { atMs, numbers: row.sample_values, marks: row.marks };
  }
  const values = unpackNumbers(row.sample_values, { ...place, column: 'sample_values' });
  return {
    atMs: unpackNumbers(row.at_ms, { ...place, column: 'at_ms' }),
    numbers: new Uint8Array(values.buffer),
    marks: unpackedMarks(row.marks, values.length, { ...place, column: 'marks' }),
  };
}

function unpackedMarks(blob: unknown, count: number, place: CellPlace): Uint8Array {
  try {
    return inflateSync(blob as Uint8Array, { maxOutputLength: Math.max(1, count) });
  } catch (error) {
    throw badCell(place, 'cannot be unpacked', error);
  }
}

/** Blocks of the same columns, one behind the other in time. */
function joined(blocks: readonly RecordingBlock[]): RecordingBlock {
  const ticks = blocks.reduce((sum, { atMs }) => sum + atMs.length, 0);
  const columns = blocks[0]?.columns ?? [];
  const atMs = new Float64Array(ticks);
  const values = new Float64Array(columns.length * ticks);
  const marks = new Uint8Array(columns.length * ticks);
  let from = 0;
  for (const block of blocks) {
    const own = block.atMs.length;
    atMs.set(block.atMs, from);
    for (let column = 0; column < columns.length; column += 1) {
      values.set(block.values.subarray(column * own, (column + 1) * own), column * ticks + from);
      marks.set(block.marks.subarray(column * own, (column + 1) * own), column * ticks + from);
    }
    from += own;
  }
  return { columns, atMs, values, marks };
}

function isOfLength(blob: unknown, bytes: number): blob is Uint8Array {
  return blob instanceof Uint8Array && blob.byteLength === bytes;
}

function copyColumns(from: Uint8Array, into: Uint8Array, kept: readonly number[], bytes: number): void {
  kept.forEach((index, place) => into.set(from.subarray(index * bytes, (index + 1) * bytes), place * bytes));
}
