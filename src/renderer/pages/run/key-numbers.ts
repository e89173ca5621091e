import type { IntervalOf, LatencySummary } from '../../../contract/latency.ts';
import type { Run } from '../../../contract/run.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  NOT_MEASURED,
} from '../../../contract/units.ts';
import { highestPeak } from '../../../core/analysis/highest-peak.ts';
import { formatFlops } from '../../../core/analysis/run-words.ts';
import { missingIntervalWords } from '../../../core/analysis/series-words.ts';
import { samplesMissing } from '../../../core/analysis/summary.ts';
import { energyNumbers } from './energy-numbers.ts';
import type { KeyNumber } from './key-number.ts';

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
  const { p50, mean, std } = latencyMs;
  const needs = missingIntervalWords('p50', latencyMs);
  return [
    {
      label: 'Median (p50)',
      value: formatDuration(p50),
      ...between('p50', latencyMs),
      detail:
        needs === ''
          ? `${p50} ms. The range holds the median with 95 % confidence.`
          : `${p50} ms. Too few independent samples for an interval.`,
      ...(needs === '' ? {} : { note: needs }),
    },
    {
      label: 'Mean',
      value: formatDuration(mean),
      ...between('mean', latencyMs),
      detail: `${mean} ms, standard deviation ${std} ms.`,
    },
    ...TAILS.map((which) => tail(which, latencyMs)),
    {
      label: 'Minimum – maximum',
      value: formatDuration(latencyMs.min),
      interval: `to ${formatDuration(latencyMs.max)}`,
      detail: `${latencyMs.min} to ${latencyMs.max} ms.`,
    },
  ];
}

function between(of: IntervalOf, { intervals }: LatencySummary): Pick<KeyNumber, 'interval'> {
  const interval = intervals[of];
  return interval ? { interval: `${formatDuration(interval[0])} – ${formatDuration(interval[1])}` } : {};
}

function tail({ key, label }: (typeof TAILS)[number], latencyMs: LatencySummary): KeyNumber {
  const { [key]: value, count } = latencyMs;
  const missing = samplesMissing(key, count);
  const needed = `${formatCount(missing)} more samples`;
  if (value === null) {
    return {
      label,
      value: NOT_MEASURED,
      note: `needs ${needed}`,
      detail: `${formatCount(count)} iterations are too few to state ${label}: ${needed} are needed.`,
    };
  }
  if (missing === 0) {
    const range = key === 'p999' ? {} : between(key, latencyMs);
    return { label, value: formatDuration(value), ...range, detail: `${value} ms.` };
  }
  return {
    label,
    value: formatDuration(value),
    note: `needs ${needed}`,
    detail: `${value} ms on ${formatCount(count)} iterations: ${needed} are needed to rely on it.`,
  };
}

function rates({
  throughput,
  hardware,
  config,
  latencyMs,
  work,
  resources,
  energy,
}: Run): readonly KeyNumber[] {
  const none = 'Not measured.';
  // The sampler looks now and then: what the worker knows of itself misses no peak.
  const peakBytes = (resources && highestPeak(resources.peakBytes)) ?? hardware?.workerPeakBytes ?? null;
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
  if (work?.flopsPerSecond != null) {
    numbers.push({
      label: 'Work per second',
      value: `${formatFlops(work.flopsPerSecond)}/s`,
      interval: `${formatFlops(work.flops)} each`,
      detail: `${work.flopsPerSecond} operations per second at the median.`,
    });
  }
  numbers.push(
    ...energyNumbers(energy),
    {
      label: 'Worker memory, peak',
      value: formatBytes(peakBytes),
      detail: peakBytes === null ? none : `${formatCount(peakBytes)} bytes resident.`,
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
