import { adjacencyOf } from './adjacency.ts';
import type { RoutedLevel } from './route-lines.ts';

/**
 * Crossings between neighbouring ranks, counted with an accumulator tree in O(links · log places): Barth, Jünger and
 * Mutzel, "Simple and efficient bilayer cross counting", 2002.
 */
export function countCrossings(level: RoutedLevel, ranks: readonly (readonly number[])[]): number {
  const slotOf = new Int32Array(level.count);
  for (const rank of ranks) rank.forEach((place, slot) => (slotOf[place] = slot));
  const down = adjacencyOf(level.linkFrom, level.count);
  let crossings = 0;
  for (let at = 0; at + 1 < ranks.length; at += 1) {
    const upper = ranks[at] as readonly number[];
    const size = (ranks[at + 1] as readonly number[]).length;
    const tree = new Int32Array(size + 1);
    let before = 0;
    for (const place of upper) {
      const ends: number[] = [];
      for (let slot = down.start[place] as number; slot < (down.start[place + 1] as number); slot += 1) {
        ends.push(slotOf[level.linkTo[down.arrows[slot] as number] as number] as number);
      }
      for (const end of ends) {
        let notRight = 0;
        for (let index = end + 1; index > 0; index -= index & -index) notRight += tree[index] as number;
        crossings += before - notRight;
      }
      for (const end of ends) {
        for (let index = end + 1; index <= size; index += index & -index)
          tree[index] = (tree[index] as number) + 1;
        before += 1;
      }
    }
  }
  return crossings;
}
