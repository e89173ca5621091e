import type { LatencySummary } from '../../../contract/latency.ts';
import type { Run } from '../../../contract/run.ts';
import type { RunSignals } from '../../../contract/signals.ts';
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  NOT_MEASURED,
} from '../../../contract/units.ts';
import { warmupWords } from '../../../core/analysis/run-words.ts';
import { driftWords } from '../../../core/analysis/series-words.ts';
import type { KeyNumber } from './key-numbers.ts';

const NOT_LOOKED_AT = 'Too few iterations to tell, or a run of an earlier Dyno.';

/** What the order of the iterations tells: how much they say together, and whether the speed was one and the same. */
export function seriesNumbers({ latencyMs, signals }: Run): readonly KeyNumber[] {
  if (latencyMs === null) return [];
  return [
    effectiveSize(latencyMs),
    spread(latencyMs),
    correlation(signals),
    drift(signals),
    speeds(signals),
    outliers(signals),
    ...warmup(signals),
  ];
}

function effectiveSize({ effectiveSize: size, count }: LatencySummary): KeyNumber {
  const label = 'Effective size';
  if (size === null) return { label, value: NOT_MEASURED, detail: NOT_LOOKED_AT };
  return {
    label,
    value: formatCount(Math.round(size)),
    interval: `of ${formatCount(count)} iterations`,
    detail:
      'So many independent iterations would say as much: neighbours resemble each other. Intervals want 50.',
  };
}

function spread({ std, mad }: LatencySummary): KeyNumber {
  return {
    label: 'Standard deviation',
    value: formatDuration(std),
    interval: `MAD ${formatDuration(mad)}`,
    detail: `${std} ms. The median absolute deviation does not mind outliers.`,
  };
}

function correlation(signals: RunSignals | null): KeyNumber {
  const value = signals?.autocorrelation ?? null;
  return {
    label: 'Autocorrelation',
    value: formatNumber(value),
    detail: value === null ? NOT_LOOKED_AT : 'Of each iteration with the next: 0 is none, 1 complete.',
  };
}

function drift(signals: RunSignals | null): KeyNumber {
  const label = 'Drift';
  const found = signals?.drift ?? null;
  if (found === null) return { label, value: NOT_MEASURED, detail: NOT_LOOKED_AT };
  const detail = `Trend of the medians over the run, by Mann and Kendall’s test: p = ${found.pValue.toPrecision(2)}.`;
  if (!found.detected) return { label, value: 'none', detail };
  return {
    label,
    value: `${found.change > 0 ? '+' : '−'}${formatPercent(Math.abs(found.change) * 100)}`,
    note: driftWords(found),
    detail,
  };
}

function speeds(signals: RunSignals | null): KeyNumber {
  const label = 'Speeds';
  const found = signals?.modes ?? null;
  if (found === null) return { label, value: NOT_MEASURED, detail: NOT_LOOKED_AT };
  if (!found.detected) return { label, value: 'one', detail: 'The latencies lie around one centre.' };
  const [fast, slow] = found.centresMs;
  const share = formatPercent((found.shares[1] ?? 0) * 100);
  return {
    label,
    value: 'two',
    interval: `${formatDuration(fast)}, ${formatDuration(slow)}`,
    note: `${share} slow`,
    detail: `The latencies lie around two centres; the run went from one to the other ${formatCount(found.switches)} times.`,
  };
}

function outliers(signals: RunSignals | null): KeyNumber {
  const label = 'Outliers';
  const found = signals?.outliers ?? null;
  if (found === null) return { label, value: NOT_MEASURED, detail: NOT_LOOKED_AT };
  if (found.count === 0) return { label, value: 'none', detail: 'By the modified z-score above 3.5.' };
  const slowest = found.slowestMs === null ? '' : `, the slowest ${formatDuration(found.slowestMs)}`;
  return {
    label,
    value: formatCount(found.count),
    interval: `${formatPercent(found.share * 100)}, ${formatPercent(found.timeShare * 100)} of time`,
    detail: `By the modified z-score above 3.5${slowest}.`,
  };
}

function warmup(signals: RunSignals | null): readonly KeyNumber[] {
  const report = signals?.warmup ?? null;
  if (report === null) return [];
  const { iterations, endedBy, steady, transient } = report;
  const settled = transient === null ? '' : ` The first ${formatCount(transient)} were still warming.`;
  return [
    {
      label: 'Warm-up',
      value: formatCount(iterations),
      interval: formatDuration(report.durationMs),
      ...(endedBy === 'cap' && !steady ? { note: 'not found steady' } : {}),
      detail: `${warmupWords(report)}.${settled}`,
    },
  ];
}
