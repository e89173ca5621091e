import type { Placement } from '../../../contract/profile.ts';
import { formatBytes, formatCount, formatDuration } from '../../../contract/units.ts';

/** "112 of 118 operators on webgpu; 6 on the CPU cost 1.90 ms and 4 copies (1.20 MiB, 0.12 ms)." */
export function placementWords({
  provider,
  operators,
  byProvider,
  fallbacks,
  fallbackMs,
  copies,
}: Placement): string {
  const there = byProvider.find((each) => each.provider === provider)?.operators ?? 0;
  const moved = copies.bytes === null ? '' : `${formatBytes(copies.bytes)}, `;
  const copied =
    copies.count === 0
      ? ''
      : ` and ${formatCount(copies.count)} ${copies.count === 1 ? 'copy' : 'copies'} (${moved}${formatDuration(copies.selfMs)})`;
  const where = provider === 'cpu' ? 'the CPU' : provider;
  const all = `${formatCount(there)} of ${formatCount(operators)} ${operators === 1 ? 'operator' : 'operators'} on ${where}`;
  if (fallbacks.length === 0) return copied === '' ? `${all}.` : `${all}${copied.replace(' and', ', with')}.`;
  return `${all}; ${formatCount(fallbacks.length)} on the CPU cost ${formatDuration(fallbackMs)}${copied}.`;
}
