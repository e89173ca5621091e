import { METRICS, type ChannelUnit, type HardwareMetric } from '../../contract/hardware-channels.ts';

/** A metric by Prometheus' conventions: base units, the unit last in the name, counters ending in _total. */
export interface MetricName {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  /** What a value is multiplied by to be in the base unit. */
  readonly factor: number;
}

const UNITS: Readonly<Record<ChannelUnit, { readonly suffix: string; readonly factor: number }>> = {
  percent: { suffix: '_ratio', factor: 0.01 },
  bytes: { suffix: '_bytes', factor: 1 },
  'bytes-per-second': { suffix: '_bytes_per_second', factor: 1 },
  'per-second': { suffix: '_per_second', factor: 1 },
  megahertz: { suffix: '_hertz', factor: 1e6 },
  celsius: { suffix: '_celsius', factor: 1 },
  watts: { suffix: '_watts', factor: 1 },
  joules: { suffix: '_joules_total', factor: 1 },
  ms: { suffix: '_seconds', factor: 1e-3 },
  count: { suffix: '', factor: 1 },
  flags: { suffix: '', factor: 1 },
};

/** Those with no unit of their own in the table above. */
const BARE: Partial<Readonly<Record<HardwareMetric, string>>> = {
  'process.count': 'dyno_processes',
  'process.threads': 'dyno_process_threads',
  'gpu.ecc-errors': 'dyno_gpu_uncorrected_memory_errors_total',
};

export function metricName(metric: HardwareMetric): MetricName {
  const { title, unit } = METRICS[metric];
  const { suffix, factor } = UNITS[unit];
  const name = BARE[metric] ?? `dyno_${metric.replaceAll(/[.-]/g, '_')}${suffix}`;
  return { name, help: `${title}.`, type: name.endsWith('_total') ? 'counter' : 'gauge', factor };
}
