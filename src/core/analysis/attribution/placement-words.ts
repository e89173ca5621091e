import type { Placement } from '../../../contract/profile.ts';
import { formatDuration } from '../../../contract/units.ts';

/** "112 of 118 nodes on webgpu; 6 on the CPU cost 1.90 ms and 4 copies" */
export function placementWords({
  provider,
  operators,
  byProvider,
  fallbacks,
  fallbackMs,
  copies,
}: Placement): string {
  if (operators === 0) return 'no nodes were recorded';
  const there = byProvider.find((entry) => entry.provider === provider)?.operators ?? 0;
  if (there === operators && copies.count === 0) return `all ${operators} nodes on ${provider}`;
  const others = byProvider.filter((entry) => entry.provider !== provider && entry.provider !== 'cpu');
  const parts = [
    `${there} of ${operators} nodes on ${provider}`,
    ...others.map((entry) => `${entry.operators} on ${entry.provider || 'a provider without a name'}`),
  ];
  if (fallbacks.length > 0)
    parts.push(`${fallbacks.length} on the CPU cost ${formatDuration(fallbackMs)}${copyWords(copies.count)}`);
  else if (copies.count > 0) parts.push(`${copies.count} ${copies.count === 1 ? 'copy' : 'copies'}`);
  return parts.join('; ');
}

function copyWords(count: number): string {
  if (count === 0) return '';
  return ` and ${count} ${count === 1 ? 'copy' : 'copies'}`;
}
