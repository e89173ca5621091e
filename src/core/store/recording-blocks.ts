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

interface HeadRow {
  readonly id: number;
  readonly from_ms: number;
  readonly channels: string;
  readonly ticks: number;
}

const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;

export function recordingBlockTable(database: Database) {
  const insert = database.prepare<[string, number, number, string, Buffer, Buffer, Buffer]>(
    `INSERT INTO recording_blocks (recording_id, from_ms, to_ms, channels, at_ms, sample_values, marks)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const heads = database.prepare<[string, number, number, number, number, number], HeadRow>(
    `SELECT id, from_ms, channels, length(at_ms) / ${NUMBER_BYTES} AS ticks FROM recording_blocks
     WHERE recording_id = ? AND (from_ms, id) > (?, ?) AND from_ms <= ? AND to_ms >= ?
     ORDER BY from_ms, id LIMIT ?`,
  );
  // Only the stretch of the two blobs in which the wanted columns lie.
  const body = database.prepare<
    [number, number, number, number, number],
    { at: unknown; part: unknown; marks: unknown }
  >(
    `SELECT at_ms AS at, substr(sample_values, ?, ?) AS part, substr(marks, ?, ?) AS marks
     FROM recording_blocks WHERE id = ?`,
  );
  const extent = database.prepare<[string], { ticks: number | null; from: number | null; to: number | null }>(
    `SELECT sum(length(at_ms)) / ${NUMBER_BYTES} AS ticks, min(from_ms) AS "from", max(to_ms) AS "to"
     FROM recording_blocks WHERE recording_id = ?`,
  );

  const read = ({ id, channels, ticks }: HeadRow, wanted: ReadonlySet<number>): RecordingBlock | null => {
    const place = { table: 'recording_blocks', row: String(id), column: 'channels' };
    const columns = parseCell(channels, place) as readonly number[];
    const kept = columns.flatMap((column, index) => (wanted.has(column) ? [index] : []));
    const [first] = kept;
    if (first === undefined) return null;
    const span = (kept.at(-1) as number) - first + 1;
    const row = body.get(
      1 + first * ticks * NUMBER_BYTES,
      span * ticks * NUMBER_BYTES,
      1 + first * ticks,
      span * ticks,
      id,
    );
    if (row === undefined) return null;
    const stretch = fromBlob(row.part, { ...place, column: 'sample_values' });
    const atMs = fromBlob(row.at, { ...place, column: 'at_ms' });
    const marks = row.marks instanceof Uint8Array ? new Uint8Array(row.marks) : new Uint8Array();
    if (marks.length !== span * ticks || stretch.length !== span * ticks) {
      throw storeCorrupt(`recording_blocks ${id}`, `block ${id} is shorter than its channels and times say`);
    }
    return {
      columns: kept.map((index) => columns[index] as number),
      atMs,
      ...(kept.length === span
        ? { values: stretch, marks }
        : {
            values: columnsOf(stretch, new Float64Array(kept.length * ticks), kept, ticks),
            marks: columnsOf(marks, new Uint8Array(kept.length * ticks), kept, ticks),
          }),
    };
  };

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
      const found = heads.all(recordingId, afterMs, id, toMs, fromMs, most);
      const wanted = new Set(columns);
      const last = found.at(-1);
      return {
        blocks: found.map((head) => read(head, wanted)).filter((block) => block !== null),
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

function columnsOf<Numbers extends Float64Array | Uint8Array>(
  stretch: Numbers,
  into: Numbers,
  kept: readonly number[],
  ticks: number,
): Numbers {
  const first = kept[0] as number;
  kept.forEach((index, place) => {
    const from = (index - first) * ticks;
    into.set(stretch.subarray(from, from + ticks), place * ticks);
  });
  return into;
}
