import type { Database } from 'better-sqlite3';
import type { Milliseconds } from '../../contract/units.ts';
import { fromBlob, parseCell, toBlob } from './cells.ts';
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
}

const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;

export function recordingBlockTable(database: Database) {
  const insert = database.prepare<[string, number, number, string, Buffer, Buffer, Buffer]>(
    `INSERT INTO recording_blocks (recording_id, from_ms, to_ms, channels, at_ms, sample_values, marks)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const page = database.prepare<[string, number, number, number, number, number], BlockRow>(
    `SELECT id, from_ms, channels, at_ms, sample_values, marks FROM recording_blocks
     WHERE recording_id = ? AND (from_ms, id) > (?, ?) AND from_ms <= ? AND to_ms >= ?
     ORDER BY from_ms, id LIMIT ?`,
  );
  const extent = database.prepare<[string], { ticks: number | null; from: number | null; to: number | null }>(
    `SELECT sum(length(at_ms)) / ${NUMBER_BYTES} AS ticks, min(from_ms) AS "from", max(to_ms) AS "to"
     FROM recording_blocks WHERE recording_id = ?`,
  );

  return {
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
        blocks: found.map((row) => toBlock(row, wanted)).filter((block) => block !== null),
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

/** Null where it has none of the wanted columns. */
function toBlock(row: BlockRow, wanted: ReadonlySet<number>): RecordingBlock | null {
  const place = { table: 'recording_blocks', row: String(row.id), column: 'channels' };
  const columns = parseCell(row.channels, place) as readonly number[];
  const kept = columns.flatMap((column, index) => (wanted.has(column) ? [index] : []));
  if (kept.length === 0) return null;
  const atMs = fromBlob(row.at_ms, { ...place, column: 'at_ms' });
  const ticks = atMs.length;
  const { sample_values: numbers, marks } = row;
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

function isOfLength(blob: unknown, bytes: number): blob is Uint8Array {
  return blob instanceof Uint8Array && blob.byteLength === bytes;
}

function copyColumns(from: Uint8Array, into: Uint8Array, kept: readonly number[], bytes: number): void {
  kept.forEach((index, place) => into.set(from.subarray(index * bytes, (index + 1) * bytes), place * bytes));
}
