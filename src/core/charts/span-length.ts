import type { TraceUnit } from '../../contract/trace.ts';
import { formatBytes, formatDuration, formatScaled } from '../../contract/units.ts';

/** A length of spans in words. What is no time is held in thousandths, as nanoseconds are in microseconds. */
export function lengthWords(us: number, unit: TraceUnit = 'ns'): string {
  if (unit === 'ns') return formatDuration(us / 1000);
  const amount = Math.round(us * 1000);
  if (unit === 'bytes') return formatBytes(amount);
  return `${formatScaled(amount)} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}
