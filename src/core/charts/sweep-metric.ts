import type { SweepCell } from '../../contract/sweep.ts';
import { formatBytes, formatDuration, formatNumber } from '../../contract/units.ts';
import { byteUnit, durationUnit, type AxisUnit } from './scale.ts';

export const SWEEP_METRICS = ['latency', 'samples', 'tokens', 'memory'] as const;
export type SweepMetricName = (typeof SWEEP_METRICS)[number];

/** What a cell of a sweep may be coloured or drawn by. */
export interface SweepMetric {
  readonly label: string;
  /** On the axis, before its unit. */
  readonly axis: string;
  readonly value: (cell: SweepCell) => number | null;
  readonly interval: (cell: SweepCell) => readonly [number, number] | null;
  readonly format: (value: number) => string;
  readonly unit: (largest: number) => AxisUnit;
}

const PLAIN: AxisUnit = { name: '', size: 1 };

export const SWEEP_METRIC: Readonly<Record<SweepMetricName, SweepMetric>> = {
  latency: {
    label: 'p50 latency',
    axis: 'p50 latency',
    value: ({ p50Ms }) => p50Ms,
    interval: ({ p50LowMs, p50HighMs }) =>
      p50LowMs === null || p50HighMs === null ? null : [p50LowMs, p50HighMs],
    format: formatDuration,
    unit: durationUnit,
  },
  samples: {
    label: 'samples/s',
    axis: 'samples a second',
    value: ({ samplesPerSecond }) => samplesPerSecond,
    interval: () => null,
    format: (value) => `${formatNumber(value)}/s`,
    unit: () => PLAIN,
  },
  tokens: {
    label: 'tokens/s',
    axis: 'tokens a second',
    value: ({ tokensPerSecond }) => tokensPerSecond,
    interval: () => null,
    format: (value) => `${formatNumber(value)}/s`,
    unit: () => PLAIN,
  },
  memory: {
    label: 'peak memory',
    axis: 'peak memory',
    value: ({ peakBytes }) => peakBytes,
    interval: () => null,
    format: formatBytes,
    unit: byteUnit,
  },
};

/** Metrics that at least one cell has. */
export function metricsOf(cells: readonly SweepCell[]): readonly SweepMetricName[] {
  return SWEEP_METRICS.filter((name) => cells.some((cell) => SWEEP_METRIC[name].value(cell) !== null));
}

/** "p50 latency (ms)" */
export function axisTitle({ axis }: SweepMetric, unit: AxisUnit): string {
  return unit.name === '' ? axis : `${axis} (${unit.name})`;
}
