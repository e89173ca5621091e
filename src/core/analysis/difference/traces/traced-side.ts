import type { NameTotals } from '../../../../contract/span-source.ts';
import type { TraceReport } from '../../../../contract/trace-report.ts';
import type { TraceUnit } from '../../../../contract/trace.ts';

/** What is asked of a trace to hold it against another one. */
export interface TracedSide {
  readonly name: string;
  readonly unit: TraceUnit;
  /** Of the time of the steps alone, where what is accounted for is a step; else of all of it. */
  readonly report: TraceReport;
  /** Own times by name, where neither kernels nor operators are known; else empty. */
  readonly names: readonly NameTotals[];
}

/** One line of a table: what bears one name, with its time on the whole. */
export interface Totals {
  /** Place in the tables of the report: kernels and the copies behind them, operators, or names. */
  readonly place: number;
  readonly name: string;
  /** Beside the name: what it worked on. */
  readonly shapes: string;
  readonly kind: 'kernel' | 'copy' | 'operator' | 'span';
  readonly count: number;
  readonly us: number;
}

export type TracedBy = 'kernels' | 'operators' | 'names';

export function totalsOf({ report, names }: TracedSide, by: TracedBy): readonly Totals[] {
  if (by === 'names')
    return names.map(({ name, count, ownUs }, place) => ({
      place,
      name,
      shapes: '',
      kind: 'span',
      count,
      us: ownUs,
    }));
  if (by === 'operators')
    return report.operators.map(({ name, shapes, count, hostOwnUs }, place) => ({
      place,
      name,
      shapes: shapes ?? '',
      kind: 'operator',
      count,
      us: hostOwnUs,
    }));
  const kernels = report.kernels.map(({ name, count, totalUs }, place): Totals => ({
    place,
    name,
    shapes: '',
    kind: 'kernel',
    count,
    us: totalUs,
  }));
  const copies = report.copies.map(({ name, count, totalUs }, at): Totals => ({
    place: report.kernels.length + at,
    name,
    shapes: '',
    kind: 'copy',
    count,
    us: totalUs,
  }));
  return [...kernels, ...copies];
}
