import type { Database } from 'better-sqlite3';
import type { RunSeries } from '../../contract/run.ts';
import { condensedSeries } from '../analysis/condense.ts';
import { fromBlob, toBlob } from './cells.ts';
import { MOST_PACKED, type SampleTable } from './samples.ts';

interface SeriesRow {
  readonly sample_count: number;
  readonly at_seconds: unknown;
  readonly latency_ms: unknown;
  readonly quantile_levels: unknown;
  readonly quantiles_ms: unknown;
}

/**
 * What a page draws of a finished run. Where its samples are few enough to be condensed again at once, and give the
 * very same, only that is noted: empty cells. The samples are packed at the same time, since no more will come.
 */
export function seriesTable(database: Database, samples: SampleTable) {
  const put = database.prepare(
    `INSERT INTO series (run_id, sample_count, at_seconds, latency_ms, quantile_levels, quantiles_ms)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (run_id) DO UPDATE SET sample_count = excluded.sample_count, at_seconds = excluded.at_seconds,
       latency_ms = excluded.latency_ms, quantile_levels = excluded.quantile_levels,
       quantiles_ms = excluded.quantiles_ms`,
  );
  const select = database.prepare<[string], SeriesRow>('SELECT * FROM series WHERE run_id = ?');
  return {
    put: database.transaction((series: RunSeries): void => {
      const follows = isDerived(series, samples);
      const cell = (values: Float64Array): Buffer => (follows ? Buffer.alloc(0) : toBlob(values));
      put.run(
        series.runId,
        series.sampleCount,
        cell(series.atSeconds),
        cell(series.latencyMs),
        cell(series.quantileLevels),
        cell(series.quantilesMs),
      );
      samples.pack(series.runId);
    }).immediate,
    get(runId: string): RunSeries | null {
      const row = select.get(runId);
      if (row === undefined) return null;
      if ((row.quantile_levels as Uint8Array).length === 0) return derived(runId, samples);
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

function derived(runId: string, samples: SampleTable): RunSeries {
  const { endsMs, latenciesMs } = samples.read(runId);
  return { runId, sampleCount: latenciesMs.length, ...condensedSeries(endsMs, latenciesMs) };
}

function isDerived(series: RunSeries, samples: SampleTable): boolean {
  if (series.sampleCount > MOST_PACKED) return false;
  const { endsMs, latenciesMs } = samples.read(series.runId);
  if (latenciesMs.length !== series.sampleCount || latenciesMs.length === 0) return false;
  const again = condensedSeries(endsMs, latenciesMs);
  return (['atSeconds', 'latencyMs', 'quantileLevels', 'quantilesMs'] as const).every((column) =>
    toBlob(again[column]).equals(toBlob(series[column])),
  );
}
