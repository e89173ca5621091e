import type { HardwareMetric } from '../../contract/hardware-channels.ts';
import { formatReading } from '../../core/analysis/channel-words.ts';
import type { MonitorWindow } from './monitor-window.ts';

/** What a log of one line a second has room for, in this order. */
const COLUMNS: readonly { readonly metric: HardwareMetric; readonly title: string }[] = [
  { metric: 'cpu.use', title: 'CPU' },
  { metric: 'memory.used', title: 'memory' },
  { metric: 'pressure.cpu', title: 'CPU wait' },
  { metric: 'gpu.use', title: 'GPU' },
  { metric: 'gpu.memory-used', title: 'GPU mem' },
  { metric: 'gpu.power', title: 'power' },
  { metric: 'gpu.temperature', title: 'GPU °C' },
  { metric: 'cpu.power', title: 'CPU power' },
];
const WIDTH = 11;

/** A line of the first device that has each metric; the titles are those that this machine has. */
export function monitorLine(window: MonitorWindow): { readonly title: string; readonly text: string } {
  const channels = window.catalog?.channels ?? [];
  const cells = COLUMNS.flatMap(({ metric, title }) => {
    const channel = channels.find((one) => one.metric === metric);
    return channel === undefined ? [] : [{ title, value: formatReading(window.of(channel.id).now, metric) }];
  }).slice(0, Math.floor(80 / WIDTH));
  return {
    title: cells.map(({ title }) => title.padStart(WIDTH)).join(''),
    text: cells.map(({ value }) => value.padStart(WIDTH)).join(''),
  };
}
