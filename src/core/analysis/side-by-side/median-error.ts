import type { LatencySummary } from '../../../contract/latency.ts';
import type { RunSeries } from '../../../contract/run.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { valueAtLevel } from '../distribution.ts';

/** As the runs' own intervals. */
const QUANTILE = normalQuantile(0.975);
/** With fewer independent samples even the extremes do not enclose the median 19 times in 20. */
const FEWEST_INDEPENDENT = 6;
/** An effective size that rests on so few samples is itself a guess. */
const DOUBT = 2;
/** No clock and no store knows two times to be nearer to each other. */
const FINEST = 1e-4;

/**
 * Standard error of the logarithm of a run's median, from its own interval: the wider half counts. A run too short for
 * an interval has one between two quantiles, wide on purpose: as far apart as ranks of half its effective size lie.
 * Null where not even that can be said.
 */
export function medianError(latency: LatencySummary, series: RunSeries | null): number | null {
  const { p50, intervals } = latency;
  const interval = intervals.p50 ?? wideInterval(latency, series);
  if (interval === null || !(interval[0] > 0) || !(p50 > 0)) return null;
  const half = Math.max(Math.log(p50 / interval[0]), Math.log(interval[1] / p50), FINEST);
  return Number.isFinite(half) ? half / QUANTILE : null;
}

function wideInterval(
  { count, effectiveSize }: LatencySummary,
  series: RunSeries | null,
): readonly [number, number] | null {
  if (series === null || series.quantilesMs.length === 0) return null;
  const independent = Math.min(count, effectiveSize ?? count) / DOUBT;
  if (independent < FEWEST_INDEPENDENT) return null;
  const reach = QUANTILE / (2 * Math.sqrt(independent));
  const quantiles = { levels: series.quantileLevels, values: series.quantilesMs };
  return [valueAtLevel(quantiles, 0.5 - reach), valueAtLevel(quantiles, 0.5 + reach)];
}
