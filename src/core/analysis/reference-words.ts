import type { OutputReference } from '../../contract/outputs.ts';
import { formatNumber } from '../../contract/units.ts';

const LEVELS = { memory: 'memory', gpu: 'the GPU', disk: 'the disk', team: 'the team’s server' } as const;

/** Where the outputs came from that B was held against, and whether A still computes them. */
export function referenceSentence({ from, at, drift }: OutputReference): string {
  if (from === 'this comparison') return 'A’s were computed here, and are kept for the next one with this A.';
  const kept = `A’s are those of ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC, from ${LEVELS[from]}`;
  return drift === null || drift === 0
    ? `${kept}; A still computes them.`
    : `${kept}; A itself is up to ${formatNumber(drift)} off them now.`;
}

/** "memory 1 of 3 (33 %), disk 1 of 2 (50 %)": how often each level had what it was asked for. */
export function hitRatesOf({ levels }: OutputReference): string {
  return levels
    .map(({ level, hits, asked }) => {
      const share = asked === 0 ? '' : ` (${formatNumber((hits / asked) * 100, 2)} %)`;
      return `${level} ${hits} of ${asked}${share}`;
    })
    .join(', ');
}
