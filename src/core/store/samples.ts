import type { Database } from 'better-sqlite3';
import type { SampleBatch } from '../../contract/worker-api.ts';
import { badCell, fromBlob, toBlob } from './cells.ts';
import { packNumbers, unpackNumbers } from './packed-numbers.ts';

interface ChunkRow {
  readonly start_ms: number;
  readonly end_ms: number;
  readonly latencies_ms: unknown;
}

interface PackedRow {
  readonly batches: unknown;
  readonly latencies_ms: unknown;
}

/** Beyond that many a run's chunks are large by themselves, and to pack them would hold everybody up. */
export const MOST_PACKED = 20_000;

/** Where a batch began and ended, and how many samples it had. */
const BATCH_NUMBERS = 3;

/** One chunk for each hand-over of the worker: a row a sample would cost a second for a million of them. */
export function sampleTable(database: Database) {
  const insert = database.prepare<[string, number, number, Buffer]>(
    'INSERT INTO samples (run_id, start_ms, end_ms, latencies_ms) VALUES (?, ?, ?, ?)',
  );
  const select = database.prepare<[string], ChunkRow>(
    'SELECT start_ms, end_ms, latencies_ms FROM samples WHERE run_id = ? ORDER BY id',
  );
  const remove = database.prepare<[string]>('DELETE FROM samples WHERE run_id = ?');
  const putPacked = database.prepare<[string, Buffer, Buffer]>(
    `INSERT INTO packed_samples (run_id, batches, latencies_ms) VALUES (?, ?, ?)
     ON CONFLICT (run_id) DO UPDATE SET batches = excluded.batches, latencies_ms = excluded.latencies_ms`,
  );
  const packed = database.prepare<[string], PackedRow>(
    'SELECT batches, latencies_ms FROM packed_samples WHERE run_id = ?',
  );

  const batchesOf = (runId: string): SampleBatch[] => {
    const place = { table: 'samples', row: runId, column: 'latencies_ms' };
    const chunks = select.all(runId).map((row) => ({
      startMs: row.start_ms,
      endMs: row.end_ms,
      latenciesMs: fromBlob(row.latencies_ms, place),
    }));
    const row = packed.get(runId);
    return row === undefined ? chunks : [...unpackBatches(row, runId), ...chunks];
  };

  return {
    /** Of a run that is over: says the same in fewer bytes. Very many are left as they are. */
    pack: database.transaction((runId: string): void => {
      const batches = batchesOf(runId);
      const count = batches.reduce((sum, batch) => sum + batch.latenciesMs.length, 0);
      if (count === 0 || count > MOST_PACKED) return;
      const latenciesMs = new Float64Array(count);
      let first = 0;
      for (const batch of batches) {
        latenciesMs.set(batch.latenciesMs, first);
        first += batch.latenciesMs.length;
      }
      putPacked.run(runId, packBatches(batches), packNumbers(latenciesMs));
      remove.run(runId);
    }).immediate,
    append(runId: string, { startMs, endMs, latenciesMs }: SampleBatch): void {
      if (latenciesMs.length > 0) insert.run(runId, startMs, endMs, toBlob(latenciesMs));
    },
    read(runId: string): { endsMs: Float64Array; latenciesMs: Float64Array } {
      const batches = batchesOf(runId);
      const count = batches.reduce((sum, batch) => sum + batch.latenciesMs.length, 0);
      const endsMs = new Float64Array(count);
      const latenciesMs = new Float64Array(count);
      let first = 0;
      for (const batch of batches) {
        latenciesMs.set(batch.latenciesMs, first);
        spreadEnds(batch, endsMs.subarray(first, first + batch.latenciesMs.length));
        first += batch.latenciesMs.length;
      }
      return { endsMs, latenciesMs };
    },
  };
}

/** Column by column, each in order of time. */
function packBatches(batches: readonly SampleBatch[]): Buffer {
  const parts = [
    packNumbers(
      Float64Array.from(batches, ({ startMs }) => startMs),
      'ascending',
    ),
    packNumbers(
      Float64Array.from(batches, ({ endMs }) => endMs),
      'ascending',
    ),
    packNumbers(Float64Array.from(batches, ({ latenciesMs }) => latenciesMs.length)),
  ];
  const sizes = Buffer.alloc(4 * BATCH_NUMBERS);
  parts.forEach((part, place) => sizes.writeUInt32LE(part.length, 4 * place));
  return Buffer.concat([sizes, ...parts]);
}

function unpackBatches(row: PackedRow, runId: string): SampleBatch[] {
  const place = { table: 'packed_samples', row: runId, column: 'batches' };
  if (!(row.batches instanceof Uint8Array) || row.batches.length < 4 * BATCH_NUMBERS) {
    throw badCell(place, 'holds no batches');
  }
  const bytes = Buffer.from(row.batches.buffer, row.batches.byteOffset, row.batches.byteLength);
  let from = 4 * BATCH_NUMBERS;
  const columns = [0, 1, 2].map((column) => {
    const part = bytes.subarray(from, from + bytes.readUInt32LE(4 * column));
    from += part.length;
    return unpackNumbers(part, place);
  });
  const [starts, ends, counts] = columns as [Float64Array, Float64Array, Float64Array];
  const latenciesMs = unpackNumbers(row.latencies_ms, { ...place, column: 'latencies_ms' });
  let first = 0;
  const batches = Array.from(starts, (startMs, batch) => {
    const to = first + (counts[batch] ?? Number.NaN);
    const own = latenciesMs.subarray(first, to);
    first = to;
    return { startMs, endMs: ends[batch] ?? Number.NaN, latenciesMs: own };
  });
  if (ends.length !== starts.length || first !== latenciesMs.length) {
    throw badCell(place, 'tells of other samples than there are');
  }
  return batches;
}

/**
 * Only a batch's two ends were taken from the clock. Each iteration gets its share of the time between them by
 * its latency, so that what lies between iterations is spread too, and the last one ends where the batch does.
 */
export function spreadEnds({ startMs, endMs, latenciesMs }: SampleBatch, endsMs: Float64Array): void {
  const total = latenciesMs.reduce((sum, latency) => sum + latency, 0);
  const last = latenciesMs.length - 1;
  let passed = 0;
  latenciesMs.forEach((latency, index) => {
    passed += latency;
    const share = total > 0 ? passed / total : (index + 1) / latenciesMs.length;
    endsMs[index] = index === last ? endMs : startMs + (endMs - startMs) * Math.min(1, share);
  });
}

export type SampleTable = ReturnType<typeof sampleTable>;
