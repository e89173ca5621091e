import type { Database } from 'better-sqlite3';
import type { SampleBatch } from '../../contract/worker-api.ts';
import { fromBlob, toBlob } from './cells.ts';

interface ChunkRow {
  readonly start_ms: number;
  readonly end_ms: number;
  readonly latencies_ms: unknown;
}

/** One chunk for each hand-over of the worker: a row a sample would cost a second for a million of them. */
export function sampleTable(database: Database) {
  const insert = database.prepare<[string, number, number, Buffer]>(
    'INSERT INTO samples (run_id, start_ms, end_ms, latencies_ms) VALUES (?, ?, ?, ?)',
  );
  const select = database.prepare<[string], ChunkRow>(
    'SELECT start_ms, end_ms, latencies_ms FROM samples WHERE run_id = ? ORDER BY id',
  );
  return {
    append(runId: string, { startMs, endMs, latenciesMs }: SampleBatch): void {
      if (latenciesMs.length > 0) insert.run(runId, startMs, endMs, toBlob(latenciesMs));
    },
    read(runId: string): { endsMs: Float64Array; latenciesMs: Float64Array } {
      const batches = select.all(runId).map((row) => ({
        startMs: row.start_ms,
        endMs: row.end_ms,
        latenciesMs: fromBlob(row.latencies_ms, { table: 'samples', row: runId, column: 'latencies_ms' }),
      }));
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
