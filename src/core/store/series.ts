import type { Database } from 'better-sqlite3';
import type { RunSeries } from '../../contract/run.ts';
import { condensedSeries } from '../analysis/condense.ts';
import { fromBlob, toBlob } from './cells.ts';
import { packNumbers, unpackNumbers } from './packed-numbers.ts';
import { MOST_PACKED, type SampleTable } from './samples.ts';

interface SeriesRow {
  readonly sample_count: number;
  readonly at_seconds: unknown;
  readonly latency_ms: unknown;
  readonly quantile_levels: unknown;
  readonly quantiles_ms: unknown;
  readonly is_packed: 0 | 1;
}

const COLUMNS = {
  atSeconds: 'at_seconds',
  latencyMs: 'latency_ms',
  quantileLevels: 'quantile_levels',
  quantilesMs: 'quantiles_ms',
} as const;
type Drawn = keyof typeof COLUMNS;

/**
 * What a page draws of a finished run. What of it follows from samples that are few enough to be condensed again at
 * once is left empty; the rest is packed. The worker knows each iteration's own time, which the samples do not tell.
 * The samples are packed at the same time, since no more will come.
 */
export function seriesTable(database: Database, samples: SampleTable) {
  const put = database.prepare(
    `INSERT INTO series (run_id, sample_count, at_seconds, latency_ms, quantile_levels, quantiles_ms, is_packed)
     VALUES (?, ?, ?, ?, ?, ?, 1)
     ON CONFLICT (run_id) DO UPDATE SET sample_count = excluded.sample_count, at_seconds = excluded.at_seconds,
       latency_ms = excluded.latency_ms, quantile_levels = excluded.quantile_levels,
       quantiles_ms = excluded.quantiles_ms, is_packed = 1`,
  );
  const select = database.prepare<[string], SeriesRow>('SELECT * FROM series WHERE run_id = ?');

  /** Of so many of the run's samples; null where there are fewer, or too many to do that at once. */
  const again = (runId: string, count: number): Pick<RunSeries, Drawn> | null => {
    if (count === 0 || count > MOST_PACKED) return null;
    const { endsMs, latenciesMs } = samples.read(runId);
    if (latenciesMs.length < count) return null;
    return condensedSeries(endsMs.subarray(0, count), latenciesMs.subarray(0, count));
  };

  return {
    put: database.transaction((series: RunSeries): void => {
      const derived = again(series.runId, series.sampleCount);
      const cell = (name: Drawn): Buffer =>
        derived !== null && toBlob(derived[name]).equals(toBlob(series[name]))
          ? Buffer.alloc(0)
          : packNumbers(series[name], name === 'atSeconds' ? 'ascending' : 'any');
      put.run(
        series.runId,
        series.sampleCount,
        cell('atSeconds'),
        cell('latencyMs'),
        cell('quantileLevels'),
        cell('quantilesMs'),
      );
      samples.pack(series.runId);
    }).immediate,
    get(runId: string): RunSeries | null {
      const row = select.get(runId);
      if (row === undefined) return null;
      let derived: Pick<RunSeries, Drawn> | null = null;
      const numbers = (name: Drawn): Float64Array => {
        const column = COLUMNS[name];
        const place = { table: 'series', row: runId, column };
        const cell = row[column];
        if (row.is_packed === 0) return fromBlob(cell, place);
        if (!(cell instanceof Uint8Array) || cell.length > 0) return unpackNumbers(cell, place);
        derived ??= again(runId, row.sample_count);
        // A series without its samples: of a store that was damaged. Said as a packed cell that is too short.
        return derived === null ? unpackNumbers(cell, place) : derived[name];
      };
      return {
        runId,
        sampleCount: row.sample_count,
        atSeconds: numbers('atSeconds'),
        latencyMs: numbers('latencyMs'),
        quantileLevels: numbers('quantileLevels'),
        quantilesMs: numbers('quantilesMs'),
      };
    },
  };
}
