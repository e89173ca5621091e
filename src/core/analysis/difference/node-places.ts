import type { DifferencePart } from '../../../contract/difference.ts';
import type { OperatorProfile } from '../../../contract/profile.ts';

/** For each node of a graph the part that it is in, or −1; of several that share it the first, which explains most. */
export function nodePlaces(
  count: number,
  operators: readonly OperatorProfile[],
  parts: readonly DifferencePart[],
  side: 'a' | 'b',
): Int32Array {
  const places = new Int32Array(count).fill(-1);
  for (const [place, part] of parts.entries()) {
    for (const member of part[side]?.members ?? []) {
      for (const source of operators[member]?.sources ?? []) {
        if (places[source] === -1) places[source] = place;
      }
    }
  }
  return places;
}
