import { adjacencyOf } from './adjacency.ts';

/**
 * Which arrows have to be turned around so that no cycle is left: those that lead back to a box still open in a
 * depth-first walk. Boxes are walked in their order, which in a sound file is an order of execution, so that only
 * what really loops is turned. The walk keeps its own stack: a chain of 20,000 boxes is no recursion.
 */
export function arrowsThatCloseCycles(from: Int32Array, to: Int32Array, count: number): Uint8Array {
  const { start, arrows } = adjacencyOf(from, count);
  const closes = new Uint8Array(from.length);
  const state = new Uint8Array(count);
  const next = start.slice(0, count);
  const stack: number[] = [];
  for (let root = 0; root < count; root += 1) {
    if (state[root] !== 0) continue;
    state[root] = 1;
    stack.push(root);
    while (stack.length > 0) {
      const box = stack.at(-1) as number;
      const at = next[box] as number;
      if (at === start[box + 1]) {
        state[box] = 2;
        stack.pop();
        continue;
      }
      next[box] = at + 1;
      const arrow = arrows[at] as number;
      const target = to[arrow] as number;
      if (state[target] === 1) closes[arrow] = 1;
      else if (state[target] === 0) {
        state[target] = 1;
        stack.push(target);
      }
    }
  }
  return closes;
}
