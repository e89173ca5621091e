import { ACTIVITY_METRICS, type WatchedMetric } from '../../contract/alert.ts';
import {
  METRICS,
  THROTTLE_REASONS,
  type ChannelUnit,
  type HardwareMetric,
} from '../../contract/hardware-channels.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  NOT_MEASURED,
} from '../../contract/units.ts';

export function metricTitle(metric: WatchedMetric): string {
  return { ...METRICS, ...ACTIVITY_METRICS }[metric].title;
}

export function metricUnit(metric: WatchedMetric): ChannelUnit {
  return { ...METRICS, ...ACTIVITY_METRICS }[metric].unit;
}

/** A reading in its unit: "41 %", "3.20 GiB", "118 MB/s", "1.41 GHz". */
export function formatChannel(value: number | null | undefined, unit: ChannelUnit): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NOT_MEASURED;
  switch (unit) {
    case 'percent':
      return formatPercent(value);
    case 'bytes':
      return formatBytes(value);
    case 'bytes-per-second':
      return `${formatBytes(value)}/s`;
    case 'per-second':
      return `${formatNumber(value)} /s`;
    case 'megahertz':
      return value >= 1000 ? `${formatNumber(value / 1000)} GHz` : `${formatNumber(value)} MHz`;
    case 'celsius':
      return `${formatNumber(value)} °C`;
    case 'watts':
      return `${formatNumber(value)} W`;
    case 'joules':
      return value >= 1000 ? `${formatNumber(value / 1000)} kJ` : `${formatNumber(value)} J`;
    case 'ms':
      return formatDuration(value);
    case 'count':
      return Number.isInteger(value) ? formatCount(value) : formatNumber(value);
    case 'flags':
      return String(value);
  }
}

/** A reading of a metric, whose flags have names of their own. */
export function formatReading(value: number | null | undefined, metric: HardwareMetric): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NOT_MEASURED;
  if (metric === 'gpu.throttle') return throttleWords(value);
  if (metric === 'battery.on-mains') return value > 0 ? 'mains' : 'battery';
  return formatChannel(value, METRICS[metric].unit);
}

/** What holds a card back now, in words; "none" where nothing does. */
export function throttleWords(flags: number): string {
  const reasons = THROTTLE_REASONS.filter(({ bit, holdsBack }) => holdsBack && (flags & bit) !== 0);
  return reasons.length === 0 ? 'none' : reasons.map(({ name }) => name).join(', ');
}
