import type { SeriesSignals } from '../../../contract/signals.ts';
import { valueAtRank } from '../order-statistics.ts';
import { lagOne } from '../series/long-run-variance.ts';
import { driftOf } from './drift.ts';
import { modesOf } from './modes.ts';
import { outliersOf } from './outliers.ts';

/** With fewer, a correlation is mostly chance. */
const FEWEST_SAMPLES = 20;

/** What a series in the order of measurement tells of itself; how it warmed up is known to who warmed it. */
export function signalsOf(
  latenciesMs: Float64Array,
  ascending = Float64Array.from(latenciesMs).sort(),
): SeriesSignals {
  const count = latenciesMs.length;
  const medianMs = valueAtRank(ascending, (count - 1) / 2);
  const isConstant = ascending[0] === ascending[count - 1];
  return {
    drift: driftOf(latenciesMs, medianMs),
    modes: modesOf(latenciesMs, ascending, medianMs),
    outliers: outliersOf(ascending, medianMs),
    autocorrelation: count < FEWEST_SAMPLES || isConstant ? null : lagOne(latenciesMs),
  };
}
