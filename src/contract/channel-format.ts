import type { ChannelUnit } from './hardware-channels.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  NOT_MEASURED,
} from './units.ts';

/** A reading in the unit that fits it; "—" for what could not be read. */
export function formatReading(value: number | null | undefined, unit: ChannelUnit): string {
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
      return value >= 10_000 ? `${formatNumber(value / 1000)} kJ` : `${formatNumber(value)} J`;
    case 'ms':
      return formatDuration(value);
    case 'count':
      return Number.isInteger(value) ? formatCount(value) : formatNumber(value);
    case 'flags':
      return `0x${Math.max(0, Math.floor(value)).toString(16)}`;
  }
}
