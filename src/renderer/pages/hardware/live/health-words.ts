import type { ClockAlignment, SamplerHealth } from '../../../../contract/hardware-channels.ts';
import { formatBytes, formatCount, formatDuration, formatPercent } from '../../../../contract/units.ts';

/** "10 Hz · sampler 0.4 % of a core, 48 MiB · p99 0.30 ms late": what was not measured is left out. */
export function healthWords(
  { hertz, cpuPercent, residentBytes, jitterMs, missedTicks }: SamplerHealth,
  alignment: ClockAlignment | null = null,
): string {
  const cost = [
    cpuPercent === null ? '' : `${formatPercent(cpuPercent)} of a core`,
    residentBytes === null ? '' : formatBytes(residentBytes),
  ].filter((part) => part !== '');
  return [
    `${hertz} Hz`,
    cost.length === 0 ? '' : `sampler ${cost.join(', ')}`,
    jitterMs === null ? '' : `ticks p99 ${formatDuration(jitterMs.p99)} late`,
    missedTicks === 0 ? '' : `${formatCount(missedTicks)} ${missedTicks === 1 ? 'tick' : 'ticks'} left out`,
    alignment === null
      ? ''
      : `clock ${formatDuration(alignment.offsetMs)} ±${formatDuration(alignment.errorMs)}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
