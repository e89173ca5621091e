import type { ChangePoint, HistoryChange, HistoryMetric } from '../../../contract/history.ts';
import { formatByUnit, formatPercent, type Unit } from '../../../contract/units.ts';
import { TREND_METRICS } from './history-metrics.ts';

/** "−27 %", "+4.1 %"; what grew tenfold is told by its factor. */
export function changeInPercent(ratio: number): string {
  const share = ratio - 1;
  if (ratio >= 10) return `×${ratio >= 1000 ? ratio.toExponential(1) : ratio.toFixed(0)}`;
  const sign = share < 0 ? '−' : '+';
  return `${sign}${formatPercent(Math.abs(share) * 100)}`;
}

/** "245 ms → 180 ms (−27 %)" */
export function changeInWords({ from, to, ratio }: HistoryChange, unit: Unit): string {
  return `${formatByUnit(from, unit)} → ${formatByUnit(to, unit)} (${changeInPercent(ratio)})`;
}

export const shortCommit = (commit: string | null): string => (commit === null ? '' : commit.slice(0, 8));

const CAUSES: Readonly<Record<ChangePoint['cause'], string>> = {
  version: 'with a new version of the model',
  commit: 'with another commit',
  environment: 'with another environment',
  unknown: 'with neither the model nor the commit nor what is known of the machine',
};

export function changeSentence(
  metric: HistoryMetric,
  change: HistoryChange,
  runId: string,
  commit: string | null,
  cause: ChangePoint['cause'],
  detail: string,
): string {
  const { label, unit } = TREND_METRICS[metric];
  const from = commit === null ? `run ${runId}` : `run ${runId} (commit ${shortCommit(commit)})`;
  const words = `From ${from} on the ${label} is ${changeInPercent(change.ratio)}: ${changeInWords(change, unit)}`;
  return `${words}. It came ${CAUSES[cause]}${detail === '' ? '' : `: ${detail}`}.`;
}

export function anomalySentence(
  metric: HistoryMetric,
  runId: string,
  value: number,
  level: number,
  score: number,
): string {
  const { unit } = TREND_METRICS[metric];
  const away = `${formatPercent(Math.abs(value / level - 1) * 100)} ${value > level ? 'above' : 'below'}`;
  return `Run ${runId} is ${away} the level around it: ${formatByUnit(value, unit)} instead of ${formatByUnit(level, unit)}, ${Math.abs(score).toFixed(1)} deviations.`;
}
