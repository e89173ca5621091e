import type { Database } from 'better-sqlite3';
import type { RunSeries } from '../../contract/run.ts';
import { fromBlob, toBlob } from './cells.ts';

interface SeriesRow {
  readonly sample_count: number;
  readonly at_seconds: unknown;
  readonly latency_ms: unknown;
  readonly quantile_levels: unknown;
  readonly quantiles_ms: unknown;
}

/** What a page draws of a finished run. */
export function seriesTable(database: Database) {
  const put = database.prepare(
    `INSERT INTO series (run_id, sample_count, at_seconds, latency_ms, quantile_levels, quantiles_ms)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id) DO UPDATE SET sample_count = excluded.sample_count, at_seconds = excluded.at_seconds,
       latency_ms = excluded.latency_ms, quantile_levels = excluded.quantile_levels,
       quantiles_ms = excluded.quantiles_ms`,
  );
  const select = database.prepare<[string], SeriesRow>('SELECT * FROM series WHERE run_id = ?');
  return {
    put(series: RunSeries): void {
      put.run(
        series.runId,
        series.sampleCount,
        toBlob(series.atSeconds),
        toBlob(series.latencyMs),
        toBlob(series.quantileLevels),
        toBlob(series.quantilesMs),
      );
    },
    get(runId: string): RunSeries | null {
      const row = select.get(runId);
      if (row === undefined) return null;
      const numbers = (column: keyof SeriesRow): Float64Array =>
        fromBlob(row[column], { table: 'series', row: runId, column });
      return {
        runId,
        sampleCount: row.sample_count,
        atSeconds: numbers('at_seconds'),
        latencyMs: numbers('latency_ms'),
        quantileLevels: numbers('quantile_levels'),
        quantilesMs: numbers('quantiles_ms'),
      };
    },
  };
}
