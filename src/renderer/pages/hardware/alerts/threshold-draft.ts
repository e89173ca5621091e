import { ACTIVITY_METRICS, type Threshold, type WatchedMetric } from '../../../../contract/alert.ts';
import {
  METRICS,
  type ChannelUnit,
  type HardwareCatalog,
  type HardwareMetric,
} from '../../../../contract/hardware-channels.ts';
import { metricUnit } from '../../../../core/analysis/channel-words.ts';

export function newThreshold(id: string): Threshold {
  return {
    id,
    metric: 'cpu.use',
    device: null,
    side: 'above',
    limit: 90,
    window: 10,
    isOn: true,
    isBuiltIn: false,
  };
}

/** What a limit is typed in: nobody counts bytes. */
const TYPED: Partial<Readonly<Record<ChannelUnit, { readonly unit: string; readonly size: number }>>> = {
  percent: { unit: '%', size: 1 },
  bytes: { unit: 'MiB', size: 1024 ** 2 },
  'bytes-per-second': { unit: 'MiB/s', size: 1024 ** 2 },
  'per-second': { unit: '/s', size: 1 },
  megahertz: { unit: 'MHz', size: 1 },
  celsius: { unit: '°C', size: 1 },
  watts: { unit: 'W', size: 1 },
  joules: { unit: 'J', size: 1 },
  ms: { unit: 'ms', size: 1 },
};

export function typedUnit(metric: WatchedMetric): { readonly unit: string; readonly size: number } {
  return TYPED[metricUnit(metric)] ?? { unit: '', size: 1 };
}

/** What can be watched: what this machine has, Dyno's own measurements, and what the threshold is on already. */
export function watchable(catalog: HardwareCatalog | null, current: WatchedMetric): readonly WatchedMetric[] {
  const here = new Set<string>(catalog?.channels.map(({ metric }) => metric));
  const hardware = (Object.keys(METRICS) as HardwareMetric[]).filter(
    (metric) => (here.has(metric) || metric === current) && METRICS[metric].unit !== 'flags',
  );
  return [...hardware, ...(Object.keys(ACTIVITY_METRICS) as WatchedMetric[])];
}

/** Devices that have the metric. */
export function devicesWith(
  catalog: HardwareCatalog | null,
  metric: WatchedMetric,
): readonly { readonly id: string; readonly name: string }[] {
  if (catalog === null) return [];
  const ids = new Set(catalog.channels.filter((one) => one.metric === metric).map(({ device }) => device));
  return catalog.devices.filter(({ id }) => ids.has(id));
}
