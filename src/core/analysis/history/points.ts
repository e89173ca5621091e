import type { HistoryMetric, HistoryPoints } from '../../../contract/history.ts';
import type { RunColumns } from '../../../contract/run-list.ts';
import { TREND_METRICS } from './history-metrics.ts';

/** The points of a trend, and the rows that they are from, oldest first. */
export interface Trend {
  readonly rows: readonly number[];
  readonly points: HistoryPoints;
  /** Places among the points of each version's runs, in order of their first. */
  readonly versionRows: readonly (readonly number[])[];
}

/** Runs without a value of the metric are no points of its trend. */
export function trendOf(
  columns: RunColumns,
  lineRows: readonly number[],
  benchmark: string,
  metric: HistoryMetric,
): Trend {
  const { fact } = TREND_METRICS[metric];
  const key = columns.texts.indexOf(benchmark);
  const notTrusted = columns.texts.indexOf('not-trusted');
  const rows = lineRows.filter((row) => columns.benchmark[row] === key && (columns[fact][row] as number) > 0);
  const numbers = new Map<number, number>();
  const versionRows: number[][] = [];
  const version = Uint32Array.from(rows, (row, at) => {
    const hash = columns.contentHash[row] as number;
    const number = numbers.get(hash) ?? versionRows.push([]) - 1;
    numbers.set(hash, number);
    versionRows[number]?.push(at);
    return number;
  });
  const column = (values: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => values[row] as number);
  const none = (): Float64Array => new Float64Array(rows.length).fill(Number.NaN);
  return {
    rows,
    versionRows,
    points: {
      runIds: rows.map((row) => columns.texts[columns.id[row] as number] as string),
      at: column(columns.createdAt),
      values: column(columns[fact]),
      low: metric === 'p50' ? column(columns.p50LowMs) : none(),
      high: metric === 'p50' ? column(columns.p50HighMs) : none(),
      version,
      // A simulated run is never trusted, and its trend is one of simulated runs alone.
      leftOut: Uint8Array.from(rows, (row) =>
        columns.trust[row] === notTrusted && notTrusted > 0 && columns.isSimulated[row] === 0 ? 1 : 0,
      ),
    },
  };
}
