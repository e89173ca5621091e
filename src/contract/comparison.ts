import type { Run, RunSeries } from './run.ts';
import type { Unit } from './units.ts';

export interface MetricDifference {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  readonly a: number | string | null;
  readonly b: number | string | null;
  /** B over A; null where either is missing or the metric is no number. */
  readonly ratio: number | null;
  /** Which way is good, for colour and words. */
  readonly better: 'lower' | 'higher' | 'neither';
}

/** Two stored runs beside each other. It describes; only a paired measurement can prove that B is faster. */
export interface Comparison {
  readonly a: Run;
  readonly b: Run;
  readonly seriesA: RunSeries | null;
  readonly seriesB: RunSeries | null;
  readonly metrics: readonly MetricDifference[];
  readonly configuration: readonly MetricDifference[];
  readonly environment: readonly MetricDifference[];
  /** Reasons why the two cannot be held against each other as they are. */
  readonly cautions: readonly string[];
  /** One sentence, true as it stands. */
  readonly sentence: string;
}
