import type { SpanTable, SpanTrack } from '../../../contract/spans.ts';

const DEEPEST = 65_535;

/** A table of merged stacks, with how many spans each of its spans stands for. */
export interface CountedTable {
  readonly table: SpanTable;
  readonly counts: Float64Array;
}

/** What a tree does not know of itself. */
export interface StackWords {
  readonly names: readonly string[];
  readonly categories: readonly string[];
  readonly tracks: readonly SpanTrack[];
}

/** Stacks of names, each merged with those that are the same from its root on. */
export class StackTree {
  /** Open addressing over (node above, name, category, track): a Map takes three times as long over millions. */
  #slots = new Int32Array(1024).fill(-1);
  readonly #parent: number[] = [];
  readonly #name: number[] = [];
  readonly #category: number[] = [];
  readonly #track: number[] = [];
  readonly #subject: number[] = [];
  readonly #weightUs: number[] = [];
  readonly #counts: number[] = [];

  /** The node of a name and category under another node; −1 is the root of a track. −1 where that is one too many. */
  under(
    node: number,
    name: number,
    category: number,
    track: number,
    subject: number,
    most = Number.POSITIVE_INFINITY,
  ): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(node, name, category, track) & mask;
    for (let known = this.#slots[slot] as number; known >= 0; known = this.#slots[slot] as number) {
      const isIts =
        this.#parent[known] === node &&
        this.#name[known] === name &&
        this.#category[known] === category &&
        this.#track[known] === track;
      if (isIts) return known;
      slot = (slot + 1) & mask;
    }
    const made = this.#parent.length;
    if (made >= most) return -1;
    this.#slots[slot] = made;
    this.#parent.push(node);
    this.#name.push(name);
    this.#category.push(category);
    this.#track.push(track);
    this.#subject.push(subject);
    this.#weightUs.push(0);
    this.#counts.push(0);
    if (made * 2 > this.#slots.length) this.#grow();
    return made;
  }

  add(node: number, weightUs: number, count: number, subject: number): void {
    this.#weightUs[node] = (this.#weightUs[node] as number) + weightUs;
    this.#counts[node] = (this.#counts[node] as number) + count;
    // Of several there is no one to lead to.
    if (this.#subject[node] !== subject) this.#subject[node] = -1;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(-1);
    const mask = slots.length - 1;
    for (let node = 0; node < this.#parent.length; node += 1) {
      const [above, name] = [this.#parent[node] as number, this.#name[node] as number];
      let slot = hashOf(above, name, this.#category[node] as number, this.#track[node] as number) & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = node;
    }
    this.#slots = slots;
  }

  /** Laid side by side from zero on, the heaviest left. */
  toTable({ names, categories, tracks }: StackWords): CountedTable {
    const size = this.#parent.length;
    const table = emptyTable(names, categories, tracks, size);
    const counts = new Float64Array(size);
    const childrenOf = this.#children();
    const endUs = new Float64Array(size);
    const depths = new Int32Array(size);
    const starts = new Float64Array(size);
    const waiting: number[] = [];
    const place = (children: readonly number[], startUs: number, mostUs: number, depth: number): void => {
      let at = startUs;
      for (const node of children) {
        starts[node] = Math.min(at, mostUs);
        at += this.#weightUs[node] as number;
        endUs[node] = (starts[node] as number) + (this.#weightUs[node] as number);
        depths[node] = Math.min(DEEPEST, depth);
      }
      for (let index = children.length - 1; index >= 0; index -= 1) waiting.push(children[index] as number);
    };
    const roots: number[][] = tracks.map(() => []);
    for (const root of childrenOf(-1)) roots[this.#track[root] as number]?.push(root);
    for (const ofTrack of roots.reverse()) place(ofTrack, 0, Number.POSITIVE_INFINITY, 0);
    for (let index = 0; index < size; index += 1) {
      const node = waiting.pop() as number;
      table.name[index] = this.#name[node] as number;
      table.category[index] = this.#category[node] as number;
      table.track[index] = this.#track[node] as number;
      table.depth[index] = depths[node] as number;
      table.startUs[index] = starts[node] as number;
      table.durationUs[index] = this.#weightUs[node] as number;
      table.subject[index] = this.#subject[node] as number;
      counts[index] = this.#counts[node] as number;
      place(childrenOf(node), starts[node] as number, endUs[node] as number, (depths[node] as number) + 1);
    }
    return { table, counts };
  }

  /** Of each node those under it, the heaviest first. */
  #children(): (node: number) => readonly number[] {
    const size = this.#parent.length;
    const weightUs = this.#weightUs;
    const byWeight = Uint32Array.from({ length: size }, (_, node) => node).sort(
      (one, other) => (weightUs[other] as number) - (weightUs[one] as number) || one - other,
    );
    const begin = new Int32Array(size + 2);
    for (const parent of this.#parent) begin[parent + 2] = (begin[parent + 2] as number) + 1;
    for (let at = 0; at <= size; at += 1) begin[at + 1] = (begin[at + 1] as number) + (begin[at] as number);
    const next = begin.slice();
    const children = new Int32Array(size);
    for (const node of byWeight) {
      const slot = (this.#parent[node] as number) + 1;
      const at = next[slot] as number;
      next[slot] = at + 1;
      children[at] = node;
    }
    return (node) => Array.from(children.subarray(begin[node + 1], begin[node + 2]));
  }
}

function hashOf(node: number, name: number, category: number, track: number): number {
  let hash = Math.imul(node + 1, 0x9e3779b1) ^ Math.imul(name, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ Math.imul(category * 65_536 + track, 0x297a2d39);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function emptyTable(
  names: readonly string[],
  categories: readonly string[],
  tracks: readonly SpanTrack[],
  size: number,
): SpanTable {
  return {
    names,
    categories,
    tracks,
    name: new Uint32Array(size),
    category: new Uint8Array(size),
    track: new Uint16Array(size),
    depth: new Uint16Array(size),
    startUs: new Float64Array(size),
    durationUs: new Float64Array(size),
    subject: new Int32Array(size),
  };
}
