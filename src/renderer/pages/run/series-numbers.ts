import type { LatencySummary } from '../../../contract/latency.ts';
import type { Run } from '../../../contract/run.ts';
import type { RunSignals } from '../../../contract/signals.ts';
import { formatCount, formatDuration, formatPercent, NOT_MEASURED } from '../../../contract/units.ts';
import { warmupWords } from '../../../core/analysis/run-words.ts';
import { driftWords } from '../../../core/analysis/series-words.ts';
import { STEADY_NEEDS_ITERATIONS } from '../../../core/analysis/steady-state.ts';
import type { KeyNumber } from './key-number.ts';

const FEWEST_SAMPLES = 50;

/** What the order of the iterations tells: how much they say together, and whether the speed was one and the same. */
export function seriesNumbers({ latencyMs, signals }: Run): readonly KeyNumber[] {
  if (latencyMs === null) return [];
  const { count } = latencyMs;
  return [
    effectiveSize(latencyMs, signals?.autocorrelation ?? null),
    spread(latencyMs),
    drift(signals, count),
    speeds(signals, count),
    outliers(signals, count),
    ...warmup(signals),
  ];
}

function unknown(label: string, count: number): KeyNumber {
  return count < FEWEST_SAMPLES
    ? {
        label,
        value: NOT_MEASURED,
        note: 'too few iterations',
        detail: `${formatCount(count)} iterations do not tell.`,
      }
    : { label, value: NOT_MEASURED, detail: 'Not looked at in this run.' };
}

function effectiveSize(
  { effectiveSize: size, count }: LatencySummary,
  correlation: number | null,
): KeyNumber {
  const label = 'Effective size';
  if (size === null) return unknown(label, count);
  const neighbours = correlation === null ? '' : `, correlation ${correlation.toFixed(2).replace('-', '−')}`;
  return {
    label,
    value: formatCount(Math.round(size)),
    interval: `of ${formatCount(count)}${neighbours}`,
    detail:
      'So many independent iterations would say as much. The correlation is of each iteration with the next; intervals want an effective size of 50.',
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

function drift(signals: RunSignals | null, count: number): KeyNumber {
  const label = 'Drift';
  const found = signals?.drift ?? null;
  if (found === null) return unknown(label, count);
  const detail = `Trend of the medians over the run, by Mann and Kendall’s test: p = ${found.pValue.toPrecision(2)}.`;
  if (!found.detected) return { label, value: 'none', detail };
  return {
    label,
    value: `${found.change > 0 ? '+' : '−'}${formatPercent(Math.abs(found.change) * 100)}`,
    note: driftWords(found),
    detail,
  };
}

function speeds(signals: RunSignals | null, count: number): KeyNumber {
  const label = 'Speeds';
  const found = signals?.modes ?? null;
  if (found === null) return unknown(label, count);
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

function outliers(signals: RunSignals | null, count: number): KeyNumber {
  const label = 'Outliers';
  const found = signals?.outliers ?? null;
  if (found === null) return unknown(label, count);
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
      ...(endedBy === 'cap' && !steady
        ? { note: iterations < STEADY_NEEDS_ITERATIONS ? 'too few to tell' : 'not found steady' }
        : {}),
      detail: `${warmupWords(report)}.${settled}`,
    },
  ];
}
