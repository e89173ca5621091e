import type { ScenarioConfig } from '../../../contract/scenario.ts';
import { randomState } from '../../model/random.ts';

/** Positions of each query's sequence, by its number; 1 for a model without a sequence axis. */
export function queryLengths(
  { lengths, query: { sequence } }: Pick<ScenarioConfig, 'lengths' | 'query'>,
  seed: number,
): (query: number) => number {
  const longest = sequence ?? 1;
  if (lengths === 'fixed') return () => longest;
  const shortest = Math.max(1, Math.ceil(longest / 4));
  const range = longest - shortest + 1;
  return (query) => shortest + ((randomState(Math.imul(seed ^ (query + 1), 0x9e3779b1)) >>> 0) % range);
}
