import type { HistoryVersion } from '../../../contract/history.ts';
import type { RunColumns } from '../../../contract/run-list.ts';
import { valueAtRank } from '../order-statistics.ts';
import type { Trend } from './points.ts';
import type { RunSpread } from './run-spread.ts';
import { intervalOf, valueChange, type SureValue } from './value-change.ts';

/** A median is off by so much more than a mean (the root of π/2), from three values on. */
const MEDIAN_FACTOR = Math.PI / 2;

export function versionsOf(
  columns: RunColumns,
  { rows, points, versionRows }: Trend,
  spread: RunSpread,
  baseline: SureValue | null,
  better: 'lower' | 'higher',
): readonly HistoryVersion[] {
  let previous: SureValue | null = null;
  return versionRows.map((places): HistoryVersion => {
    const counted = places.filter((place) => points.leftOut[place] === 0);
    // Where none of its runs is to be trusted there is nothing better to show.
    const value = medianOfRuns(
      (counted.length > 0 ? counted : places).map((place) => points.values[place] as number),
      spread,
    );
    const [first, last] = [places[0] as number, places.at(-1) as number];
    const row = rows[first] as number;
    const lastRow = rows[last] as number;
    const version: HistoryVersion = {
      contentHash: columns.texts[columns.contentHash[row] as number] as string,
      name: columns.texts[columns.model[lastRow] as number] as string,
      commit: columns.commit[row] === 0 ? null : (columns.texts[columns.commit[row] as number] as string),
      isCommitDirty: columns.isCommitDirty[row] === 1,
      firstRunId: points.runIds[first] as string,
      firstAt: points.at[first] as number,
      lastAt: points.at[last] as number,
      runs: places.length,
      value: value.value,
      ci95: places.length > 1 ? intervalOf(value) : null,
      againstPrevious: previous === null ? null : valueChange(previous, value, better),
      againstBaseline: baseline === null ? null : valueChange(baseline, value, better),
    };
    previous = value;
    return version;
  });
}

export function medianOfRuns(values: readonly number[], spread: RunSpread): SureValue {
  const ascending = Float64Array.from(values).sort();
  const factor = values.length > 2 ? MEDIAN_FACTOR : 1;
  return {
    value: valueAtRank(ascending, (ascending.length - 1) / 2),
    variance: (spread.variance * factor) / values.length,
    freedom: spread.freedom,
  };
}
