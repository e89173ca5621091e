/** Things that are joined into groups, by number. */
export class UnionFind {
  readonly #parent: Int32Array;

  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, place) => place);
  }

  /** What stands for the whole group: its lowest number. */
  find(place: number): number {
    let root = place;
    while (this.#parent[root] !== root) root = this.#parent[root] as number;
    for (let at = place; at !== root;) {
      const next = this.#parent[at] as number;
      this.#parent[at] = root;
      at = next;
    }
    return root;
  }

  join(a: number, b: number): void {
    const [x, y] = [this.find(a), this.find(b)];
    this.#parent[Math.max(x, y)] = Math.min(x, y);
  }
}
