import type { Database } from 'better-sqlite3';
import type { HardwareSample } from '../../contract/hardware.ts';
import { parseCell } from './cells.ts';

/** A JSON list for each hand-over: a sample is small, comes twice a second, and has as many cores as it has. */
export function hardwareTable(database: Database) {
  const insert = database.prepare<[string, string]>('INSERT INTO hardware (run_id, samples) VALUES (?, ?)');
  const select = database.prepare<[string], { samples: string }>(
    'SELECT samples FROM hardware WHERE run_id = ? ORDER BY id',
  );
  return {
    append(runId: string, samples: readonly HardwareSample[]): void {
      if (samples.length > 0) insert.run(runId, JSON.stringify(samples));
    },
    read: (runId: string): HardwareSample[] =>
      select
        .all(runId)
        .flatMap(
          (row) =>
            parseCell(row.samples, { table: 'hardware', row: runId, column: 'samples' }) as HardwareSample[],
        ),
  };
}
