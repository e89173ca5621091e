/** Arrows by the box at one of their ends: those of box b lie from start[b] to start[b + 1]. */
export interface Adjacency {
  readonly start: Int32Array;
  readonly arrows: Int32Array;
}

/** Keeps the order of the arrows. Indices beyond `count` do not occur. */
export function adjacencyOf(ends: Int32Array, count: number): Adjacency {
  const start = new Int32Array(count + 1);
  for (const end of ends) start[end + 1] = (start[end + 1] as number) + 1;
  for (let box = 0; box < count; box += 1)
    start[box + 1] = (start[box + 1] as number) + (start[box] as number);
  const next = start.slice();
  const arrows = new Int32Array(ends.length);
  ends.forEach((end, arrow) => {
    const at = next[end] as number;
    arrows[at] = arrow;
    next[end] = at + 1;
  });
  return { start, arrows };
}
