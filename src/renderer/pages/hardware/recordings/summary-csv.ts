import {
  METRICS,
  type HardwareChannel,
  type HardwareDevice,
} from '../../../../contract/hardware-channels.ts';
import type { ChannelSummary } from '../../../../contract/recording.ts';
import { tableToCsv } from '../../../../core/charts/csv.ts';

/** Exact numbers, each channel by its own name. */
export function summaryCsv(
  summaries: readonly ChannelSummary[],
  channels: readonly HardwareChannel[],
  devices: readonly HardwareDevice[],
): string {
  const channelOf = (id: string) => channels.find((channel) => channel.id === id);
  const column = (label: string, of: (summary: ChannelSummary) => number | string | null) => ({
    label,
    values: summaries.map(of),
  });
  return tableToCsv([
    column('channel', ({ channel }) => channel),
    column('device', ({ channel }) => {
      const id = channelOf(channel)?.device;
      return devices.find((device) => device.id === id)?.name ?? '';
    }),
    column('unit', ({ channel }) => {
      const metric = channelOf(channel)?.metric;
      return metric === undefined ? '' : METRICS[metric].unit;
    }),
    column('count', ({ count }) => count),
    column('min', ({ min }) => min),
    column('max', ({ max }) => max),
    column('mean', ({ mean }) => mean),
    column('median', ({ median }) => median),
    column('std', ({ std }) => std),
    column('p95', ({ p95 }) => p95),
    column('p99', ({ p99 }) => p99),
  ]);
}
