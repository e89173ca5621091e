import type { LatencySummary } from '../../contract/latency.ts';
import type { RunSeries } from '../../contract/run.ts';
import type { SeriesSignals } from '../../contract/signals.ts';
import { bodyEnd, type QuantileFunction } from './distribution.ts';
import { downSample } from './down-sample.ts';
import { signalsOf } from './signals/signals.ts';
import { percentileOfSorted, summarizeLatency } from './summary.ts';

const SERIES_POINTS = 2000;
const SPARK_BINS = 24;

/** More levels where tails are read: 1 % steps in the body, finer towards both ends. */
export const QUANTILE_LEVELS: Float64Array = Float64Array.from([
  0,
  0.001,
  0.005,
  ...Array.from({ length: 197 }, (_, index) => (index + 2) / 200),
  0.995,
  0.999,
  0.9999,
  1,
]);

/** All that a page draws of a finished run, so that opening one never reads millions of samples again. */
export interface CondensedRun {
  readonly latencyMs: LatencySummary | null;
  readonly signals: SeriesSignals;
  readonly spark: readonly number[];
  /** Null without samples. */
  readonly series: Omit<RunSeries, 'runId' | 'sampleCount'> | null;
}

export function condenseRun(endsMs: Float64Array, latenciesMs: Float64Array): CondensedRun {
  const ascending = Float64Array.from(latenciesMs).sort();
  const quantiles = quantilesOf(ascending);
  return {
    latencyMs: summarizeLatency(latenciesMs, ascending),
    signals: signalsOf(latenciesMs, ascending),
    spark: sparkOf(ascending, quantiles),
    series: latenciesMs.length === 0 ? null : condensedSeries(endsMs, latenciesMs, quantiles),
  };
}

/** What a page draws, and nothing else. */
export function condensedSeries(
  endsMs: Float64Array,
  latenciesMs: Float64Array,
  quantiles = quantilesOf(Float64Array.from(latenciesMs).sort()),
): Omit<RunSeries, 'runId' | 'sampleCount'> {
  const line = downSample(endsMs, latenciesMs, SERIES_POINTS);
  return {
    atSeconds: line.x.map((ms) => ms / 1000),
    latencyMs: line.y,
    quantileLevels: quantiles.levels,
    quantilesMs: quantiles.values,
  };
}

function quantilesOf(ascending: Float64Array): QuantileFunction {
  return {
    levels: QUANTILE_LEVELS,
    values: QUANTILE_LEVELS.map((level) => percentileOfSorted(ascending, level)),
  };
}

/** Counts in equal bins from the minimum to where the body of the distribution ends; the tail is in the last bin. */
export function sparkOf(ascending: Float64Array, quantiles = quantilesOf(ascending)): number[] {
  const bins = new Array<number>(SPARK_BINS).fill(0);
  if (ascending.length === 0) return [];
  const low = ascending[0] as number;
  const width = (bodyEnd(quantiles) - low) / SPARK_BINS;
  for (const value of ascending) {
    const bin = width > 0 ? Math.min(SPARK_BINS - 1, Math.floor((value - low) / width)) : 0;
    bins[bin] = (bins[bin] as number) + 1;
  }
  return bins;
}
