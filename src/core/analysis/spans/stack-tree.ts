import type { SpanTable, SpanTrack } from '../../../contract/spans.ts';
import type { LaidSpans } from './lay-spans.ts';

const DEEPEST = 65_535;

/** A table of merged stacks, with how many spans each of its spans stands for. */
export interface CountedTable {
  readonly table: SpanTable;
  readonly counts: Float64Array;
}

/** Stacks of names, each merged with those that are the same from its root on. */
export class StackTree {
  readonly #laid: LaidSpans;
  readonly #nodes = new Map<number, number>();
  readonly #keys: number;
  readonly #parent: number[] = [];
  readonly #track: number[] = [];
  readonly #origin: number[] = [];
  readonly #subject: number[] = [];
  readonly #weightUs: number[] = [];
  readonly #counts: number[] = [];

  constructor(laid: LaidSpans) {
    this.#laid = laid;
    this.#keys = Math.max(1, laid.table.names.length) * 256;
  }

  /** The node of a span's name and category under another node; −1 is the root of a track. */
  under(node: number, place: number, track: number): number {
    const { table, origin } = this.#laid;
    const at = origin[place] as number;
    const own = (table.name[at] as number) * 256 + (table.category[at] as number);
    // Below a root there is one track only; no key reaches 2 ** 53.
    const key = node < 0 ? -1 - (own * 65_536 + track) : node * this.#keys + own;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const made = this.#parent.length;
    this.#nodes.set(key, made);
    this.#parent.push(node);
    this.#track.push(track);
    this.#origin.push(at);
    this.#subject.push(table.subject[at] as number);
    this.#weightUs.push(0);
    this.#counts.push(0);
    return made;
  }

  add(node: number, place: number, weightUs: number, count: number): void {
    const { table, origin } = this.#laid;
    this.#weightUs[node] = (this.#weightUs[node] as number) + weightUs;
    this.#counts[node] = (this.#counts[node] as number) + count;
    // Of several there is no one to lead to.
    if (this.#subject[node] !== table.subject[origin[place] as number]) this.#subject[node] = -1;
  }

  /** Laid side by side from zero on, the heaviest left. */
  toTable(tracks: readonly SpanTrack[]): CountedTable {
    const size = this.#parent.length;
    const { table: from } = this.#laid;
    const table = emptyTable(from, tracks, size);
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
      const at = this.#origin[node] as number;
      table.name[index] = from.name[at] as number;
      table.category[index] = from.category[at] as number;
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

function emptyTable(from: SpanTable, tracks: readonly SpanTrack[], size: number): SpanTable {
  return {
    names: from.names,
    categories: from.categories,
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
