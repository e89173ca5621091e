import type { Run } from '../../../contract/run.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  NOT_MEASURED,
} from '../../../contract/units.ts';
import { samplesMissing } from '../../../core/analysis/summary.ts';

export interface KeyNumber {
  readonly label: string;
  readonly value: string;
  readonly interval?: string;
  readonly note?: string;
  /** Why it is missing, or the exact value. */
  readonly detail: string;
}

const TAILS = [
  { key: 'p90', label: 'p90' },
  { key: 'p95', label: 'p95' },
  { key: 'p99', label: 'p99' },
  { key: 'p999', label: 'p99.9' },
] as const;

/** A run's answer in a row of numbers, each as honest as its samples allow. */
export function keyNumbers(run: Run): readonly KeyNumber[] {
  return [...latencies(run), ...rates(run)];
}

function latencies({ latencyMs }: Run): readonly KeyNumber[] {
  if (latencyMs === null) {
    const detail = 'No iteration was measured.';
    return [{ label: 'Median (p50)', value: NOT_MEASURED, detail }];
  }
  const { count, p50, intervals, mean, std } = latencyMs;
  const between = intervals.p50;
  return [
    {
      label: 'Median (p50)',
      value: formatDuration(p50),
      ...(between ? { interval: `${formatDuration(between[0])} – ${formatDuration(between[1])}` } : {}),
      detail: between
        ? `${p50} ms. The range holds the median with 95 % confidence.`
        : `${p50} ms. Too few independent samples for an interval.`,
      ...(count < 30 ? { note: 'very few iterations' } : {}),
    },
    {
      label: 'Mean',
      value: formatDuration(mean),
      interval: `σ ${formatDuration(std)}`,
      detail: `${mean} ms, standard deviation ${std} ms.`,
    },
    ...TAILS.map(({ key, label }) => tail(label, latencyMs[key], samplesMissing(key, count), count)),
    {
      label: 'Minimum – maximum',
      value: formatDuration(latencyMs.min),
      interval: `to ${formatDuration(latencyMs.max)}`,
      detail: `${latencyMs.min} to ${latencyMs.max} ms.`,
    },
  ];
}

function tail(label: string, value: number | null, missing: number, count: number): KeyNumber {
  const needed = `${formatCount(missing)} more samples`;
  if (value === null) {
    return {
      label,
      value: NOT_MEASURED,
      note: `needs ${needed}`,
      detail: `${formatCount(count)} iterations are too few to state ${label}: ${needed} are needed.`,
    };
  }
  if (missing === 0) return { label, value: formatDuration(value), detail: `${value} ms.` };
  return {
    label,
    value: formatDuration(value),
    note: `needs ${needed}`,
    detail: `${value} ms on ${formatCount(count)} iterations: ${needed} are needed to rely on it.`,
  };
}

function rates({ throughput, hardware, config, latencyMs }: Run): readonly KeyNumber[] {
  const none = 'Not measured.';
  const numbers: KeyNumber[] = [
    {
      label: 'Samples per second',
      value: throughput === null ? NOT_MEASURED : `${formatNumber(throughput.samplesPerSecond)} /s`,
      ...(latencyMs === null
        ? {}
        : {
            interval: `${formatCount(latencyMs.count)} ${config.scenario === null ? 'iterations' : 'queries'}`,
          }),
      detail:
        throughput === null ? none : `${throughput.samplesPerSecond} per second at batch ${config.batch}.`,
    },
  ];
  if (throughput !== null && throughput.tokensPerSecond !== null) {
    numbers.push({
      label: 'Tokens per second',
      value: `${formatNumber(throughput.tokensPerSecond)} /s`,
      detail: `${throughput.tokensPerSecond} per second at sequence ${config.sequence ?? 1}.`,
    });
  }
  numbers.push(
    {
      label: 'Worker memory, peak',
      value: formatBytes(hardware?.workerPeakBytes),
      detail:
        hardware?.workerPeakBytes == null ? none : `${formatCount(hardware.workerPeakBytes)} bytes resident.`,
    },
    {
      label: 'Worker CPU',
      value: formatPercent(hardware?.workerCpuMeanPercent),
      interval: 'of one core',
      detail:
        hardware?.workerCpuMeanPercent == null ? none : 'Mean while measuring; 200 % is two cores busy.',
    },
  );
  return numbers;
}
