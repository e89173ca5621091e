import type { Difference, DifferencePart } from '../../../contract/difference.ts';

/** How the parts were found, and how much of both sides' time they have in common. */
export function matchedOf(parts: readonly DifferencePart[]): Difference['matched'] {
  const count = (by: DifferencePart['matchedBy']): number =>
    parts.filter(({ a, b, matchedBy }) => a !== null && b !== null && matchedBy === by).length;
  let bothMs = 0;
  let sharedMs = 0;
  for (const { a, b } of parts) {
    const ms = (a?.ms ?? 0) + (b?.ms ?? 0);
    bothMs += ms;
    if (a !== null && b !== null) sharedMs += ms;
  }
  return {
    byName: count('name'),
    byTensor: count('tensor'),
    byStructure: count('structure'),
    onlyA: parts.filter(({ b }) => b === null).length,
    onlyB: parts.filter(({ a }) => a === null).length,
    share: bothMs > 0 ? sharedMs / bothMs : 0,
  };
}
