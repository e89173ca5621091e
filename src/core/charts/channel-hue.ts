import type { HardwareMetric } from '../../contract/hardware-channels.ts';

/** Hues that judge nothing: green and vermilion mean good and bad. */
export type Hue = 'blue' | 'orange' | 'purple' | 'sky' | 'muted';

/** One hue for each thing on every page: processors sky, memory purple, GPUs orange, the worker blue. */
export function hueOf(metric: HardwareMetric): Hue {
  if (/\.(read|received)$/.test(metric)) return 'sky';
  if (/\.(written|sent)$/.test(metric)) return 'orange';
  if (metric.startsWith('memory.') || /gpu\.memory-(use|used)$/.test(metric)) return 'purple';
  if (metric === 'process.gpu-memory' || metric === 'process.resident') return 'purple';
  if (metric.startsWith('gpu.')) return 'orange';
  if (metric.startsWith('cpu.') || metric.startsWith('pressure.')) return 'sky';
  if (metric.startsWith('process.') || metric.startsWith('outside.')) return 'blue';
  return 'muted';
}
