import type { Run } from '../../../contract/run.ts';
import type { ComparedMetric } from '../../../contract/side-by-side.ts';
import { measuredRules } from './measured-metrics.ts';
import { metricRow } from './metric-row.ts';
import { sameWork } from './same-work.ts';
import { PLACES, SETTINGS } from './settings-rules.ts';

/** All that is known of the runs, a row a metric; what no run has is no row. */
export function comparedMetrics(runs: readonly Run[]): readonly ComparedMetric[] {
  const [reference, ...others] = runs;
  if (reference === undefined) return [];
  const isSameWork = others.every((run) => sameWork(reference, run));
  return [...measuredRules(runs), ...SETTINGS, ...PLACES]
    .map((rule) => metricRow(rule, runs, isSameWork))
    .filter(({ values }) => values.some((value) => value !== null));
}
