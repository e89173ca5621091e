import type { HardwareNow } from '../../contract/hardware-api.ts';
import {
  MARKS,
  THROTTLE_REASONS,
  type HardwareChannel,
  type HardwareDevice,
  type HardwareMetric,
  type SamplerHealth,
} from '../../contract/hardware-channels.ts';
import type { Family, Labels, Sample } from './exposition.ts';
import { metricName } from './metric-names.ts';

/** What the sampler saw last, family by family. A channel that could not be read has no sample. */
export function hardwareFamilies({ catalog, frames, health }: HardwareNow): Family[] {
  const families = health === null ? [] : samplerFamilies(health);
  if (catalog === null || frames === null || frames.revision !== catalog.revision) return families;
  const { channels, devices } = catalog;
  const last = (frames.atMs.length - 1) * channels.length;
  if (last < 0) return families;
  const byId = new Map(devices.map((device) => [device.id, device]));
  const byMetric = new Map<HardwareMetric, Sample[]>();
  channels.forEach((channel, column) => {
    const value = frames.values[last + column] ?? Number.NaN;
    // Its own health says the same of the last minute.
    if (channel.metric === 'sampler.cpu') return;
    if (frames.marks[last + column] === MARKS.missing || Number.isNaN(value)) return;
    const samples = byMetric.get(channel.metric) ?? [];
    byMetric.set(channel.metric, [...samples, ...samplesOf(channel, byId.get(channel.device), value)]);
  });
  return [...families, ...[...byMetric].map(([metric, samples]) => ({ ...headOf(metric), samples }))];
}

function headOf(metric: HardwareMetric): Omit<Family, 'samples'> {
  if (metric === 'gpu.throttle') {
    return {
      name: 'dyno_gpu_throttled',
      help: 'Whether the card gives this reason for its clock.',
      type: 'gauge',
    };
  }
  const { name, help, type } = metricName(metric);
  return { name, help, type };
}

function samplesOf(channel: HardwareChannel, device: HardwareDevice | undefined, value: number): Sample[] {
  const labels = labelsOf(channel, device);
  if (channel.metric !== 'gpu.throttle')
    return [{ labels, value: value * metricName(channel.metric).factor }];
  return THROTTLE_REASONS.map(({ bit, name }) => ({
    labels: { ...labels, reason: name },
    value: Math.floor(value / bit) % 2,
  }));
}

function labelsOf(
  { device: id, metric, detail }: HardwareChannel,
  device: HardwareDevice | undefined,
): Labels {
  if (metric === 'outside.value') return { name: detail === '' ? (device?.name ?? id) : detail };
  const which = metric.startsWith('cpu.core-') ? 'core' : metric.startsWith('sensor.') ? 'sensor' : 'detail';
  return { device: id, name: device?.name ?? id, ...(detail !== '' && { [which]: detail }) };
}

function samplerFamilies(health: SamplerHealth): Family[] {
  const { jitterMs, cpuPercent, residentBytes, ticks, missedTicks, hertz, sources } = health;
  const gauge = (name: string, help: string, value: number | null): Family => ({
    name,
    help,
    type: 'gauge',
    samples: value === null ? [] : [{ labels: {}, value }],
  });
  return [
    gauge('dyno_sampler_rate_hertz', 'Ticks of the sampler in a second.', hertz),
    gauge(
      'dyno_sampler_cpu_ratio',
      'What the sampler costs, of one core.',
      cpuPercent === null ? null : cpuPercent / 100,
    ),
    gauge('dyno_sampler_resident_bytes', 'Memory of the sampler’s process.', residentBytes),
    gauge('dyno_sampler_recent_ticks', 'Ticks in the last minute at most.', ticks),
    gauge('dyno_sampler_recent_missed_ticks', 'Ticks left out in the last minute at most.', missedTicks),
    {
      name: 'dyno_sampler_lateness_seconds',
      help: 'How late ticks came in the last minute at most.',
      type: 'gauge',
      samples:
        jitterMs === null
          ? []
          : [
              { labels: { at: 'p50' }, value: jitterMs.p50 / 1000 },
              { labels: { at: 'p99' }, value: jitterMs.p99 / 1000 },
              { labels: { at: 'max' }, value: jitterMs.max / 1000 },
            ],
    },
    {
      name: 'dyno_source_readable',
      help: 'Whether this source of hardware readings can be read here.',
      type: 'gauge',
      samples: sources.map(({ id, state }) => ({
        labels: { source: id, state },
        value: state === 'reading' ? 1 : 0,
      })),
    },
  ];
}
