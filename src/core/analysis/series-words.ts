import type { IntervalOf, LatencySummary } from '../../contract/latency.ts';
import type { Drift, Modes, Outliers, RunSignals } from '../../contract/signals.ts';
import { formatCount, formatDuration, formatPercent } from '../../contract/units.ts';
import { samplesForInterval } from './summary.ts';

/** What was noticed in a series, each in a few words; empty where nothing was. */
export function noticedIn(signals: RunSignals | null): string[] {
  const { drift, modes, outliers } = signals ?? { drift: null, modes: null, outliers: null };
  return [
    ...(drift?.detected ? [driftWords(drift)] : []),
    ...(modes?.detected ? [modesWords(modes)] : []),
    ...(outliers !== null && outliers.count > 0 ? [outliersWords(outliers)] : []),
  ];
}

/** "5.1 % slower at the end". */
export function driftWords({ change }: Drift): string {
  return `${formatPercent(Math.abs(change) * 100)} ${change > 0 ? 'slower' : 'faster'} at the end`;
}

/** "two speeds: 10 ms and 12 ms (30 %)". */
function modesWords({ centresMs, shares }: Modes): string {
  const [fast, slow] = centresMs;
  return `two speeds: ${formatDuration(fast)} and ${formatDuration(slow)} (${formatPercent((shares[1] ?? 0) * 100)})`;
}

/** "12 outliers (1.2 %)". */
function outliersWords({ count, share }: Outliers): string {
  return `${formatCount(count)} ${count === 1 ? 'outlier' : 'outliers'} (${formatPercent(share * 100)})`;
}

/** Why there is no interval: "needs about 60 more samples"; empty where there is one. */
export function missingIntervalWords(of: IntervalOf, summary: LatencySummary): string {
  const more = samplesForInterval(of, summary);
  if (more === 0) return '';
  return more === null ? 'interval not worked out' : `interval needs about ${formatCount(more)} more samples`;
}
