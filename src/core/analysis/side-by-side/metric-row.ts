import type { Interval } from '../../../contract/latency.ts';
import type { Run } from '../../../contract/run.ts';
import type { ComparedMetric } from '../../../contract/side-by-side.ts';
import { formatByUnit, type Unit } from '../../../contract/units.ts';

type Value = number | string | null | undefined;

/** What is read of each run for one row of the table. */
export interface MetricRule {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  readonly group: ComparedMetric['group'];
  readonly of: (run: Run) => Value;
  readonly interval?: (run: Run) => Interval | null | undefined;
  /** Left out: neither. "work": the lower the better where all did the same work, neither otherwise. */
  readonly better?: ComparedMetric['better'] | 'lower-for-same-work';
}

export function metricRow(rule: MetricRule, runs: readonly Run[], isSameWork: boolean): ComparedMetric {
  const { id, label, unit, group, of, interval, better = 'neither' } = rule;
  const values = runs.map((run) => known(of(run)));
  const reference = values[0] ?? null;
  return {
    id,
    label,
    unit,
    group,
    values,
    intervals: runs.map((run) => interval?.(run) ?? null),
    ratios: values.map((value) => ratioOf(value, reference)),
    better: better !== 'lower-for-same-work' ? better : isSameWork ? 'lower' : 'neither',
    differs: values.some((value) => !alike(value, reference, unit)),
  };
}

function known(value: Value): number | string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

function ratioOf(value: number | string | null, reference: number | string | null): number | null {
  if (typeof value !== 'number' || typeof reference !== 'number' || !(reference > 0)) return null;
  return value / reference;
}

/** Where a reader would see no difference there is none. */
function alike(value: number | string | null, other: number | string | null, unit: Unit): boolean {
  return value === other || formatByUnit(value, unit) === formatByUnit(other, unit);
}
