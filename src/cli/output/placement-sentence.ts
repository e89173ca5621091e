import type { Placement } from '../../contract/profile.ts';
import { formatCount, formatDuration } from '../../contract/units.ts';

/** "112 of 118 nodes on webgpu; 6 on the CPU cost 1.90 ms and 4 copies." */
export function placementSentence({ provider, operators, byProvider, ...rest }: Placement): string {
  const { fallbacks, fallbackMs, copies } = rest;
  const there = byProvider.find((each) => each.provider === provider)?.operators ?? 0;
  const copied =
    copies.count > 0 ? ` and ${formatCount(copies.count)} ${copies.count === 1 ? 'copy' : 'copies'}` : '';
  if (operators === 0) return 'No operator was recorded.';
  const others = byProvider
    .filter((each) => each.provider !== provider && each.provider !== 'cpu')
    .map((each) => `; ${formatCount(each.operators)} on ${each.provider}`);
  const nodes = operators === 1 ? 'node' : 'nodes';
  if (fallbacks.length === 0 && there === operators) {
    return `All ${formatCount(operators)} ${nodes} on ${provider}${copied}.`;
  }
  const onCpu =
    fallbacks.length > 0
      ? `; ${formatCount(fallbacks.length)} on the CPU cost ${formatDuration(fallbackMs)}${copied}`
      : copied;
  return `${formatCount(there)} of ${formatCount(operators)} ${nodes} on ${provider}${others.join('')}${onCpu}.`;
}
