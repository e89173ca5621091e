import type { LinkKind } from '../../../contract/trace-view.ts';
import type { LinkList } from './link-list.ts';
import { sortSpans } from './sort-spans.ts';

const BLOCK = 1 << 13;
const NO_SPAN = 0xffff_ffff;

/** One end each of a link: two that follow one another belong together. */
interface Block {
  readonly track: Uint16Array;
  readonly at: Float64Array;
}

/** Links between places: which spans stand there is known when a track's spans are in order. */
export class LinkPlaces {
  readonly #kinds: LinkKind[] = [];
  readonly #blocks: Block[] = [];
  #found: Uint32Array = new Uint32Array(0);
  #ofTrack: ReadonlyMap<number, Uint32Array> = new Map();

  add(kind: LinkKind, fromTrack: number, fromNs: number, toTrack: number, toNs: number): void {
    if (!Number.isFinite(fromNs) || !Number.isFinite(toNs)) return;
    const at = (this.#kinds.length * 2) % BLOCK;
    if (at === 0) this.#blocks.push({ track: new Uint16Array(BLOCK), at: new Float64Array(BLOCK) });
    const block = this.#blocks.at(-1) as Block;
    block.track[at] = fromTrack;
    block.at[at] = fromNs;
    block.track[at + 1] = toTrack;
    block.at[at + 1] = toNs;
    this.#kinds.push(kind);
  }

  /** No more will be added: finds out which track each end is of. */
  close(): void {
    const ends = this.#kinds.length * 2;
    this.#found = new Uint32Array(ends).fill(NO_SPAN);
    const counts = new Map<number, number>();
    for (let end = 0; end < ends; end++) {
      const track = this.#trackOf(end);
      counts.set(track, (counts.get(track) ?? 0) + 1);
    }
    const lists = new Map([...counts].map(([track, count]) => [track, new Uint32Array(count)]));
    counts.clear();
    for (let end = 0; end < ends; end++) {
      const track = this.#trackOf(end);
      const place = counts.get(track) ?? 0;
      (lists.get(track) as Uint32Array)[place] = end;
      counts.set(track, place + 1);
    }
    this.#ofTrack = lists;
  }

  has(track: number): boolean {
    return this.#ofTrack.has(track);
  }

  #trackOf(end: number): number {
    return this.#blocks[Math.floor(end / BLOCK)]?.track[end % BLOCK] as number;
  }

  /**
   * Finds, for each end on this track, the span that stands there, ends included, and begins last. The spans are given
   * in order of start; `spanAt` tells their numbers.
   */
  find(track: number, spanAt: (place: number) => number, start: Float64Array, duration: Float64Array): void {
    const given = this.#ofTrack.get(track);
    if (given === undefined) return;
    const at = Float64Array.from(given, (end) => this.#blocks[Math.floor(end / BLOCK)]?.at[end % BLOCK] ?? 0);
    const order = sortSpans(at, new Float64Array(at.length));
    const open = new Uint32Array(start.length);
    let height = 0;
    let next = 0;
    for (let place = 0; place < at.length; place++) {
      const sorted = order === null ? place : (order[place] as number);
      const time = at[sorted] as number;
      const hasEnded = (): boolean => {
        const top = open[height - 1] as number;
        return (start[top] as number) + (duration[top] as number) < time;
      };
      for (; next < start.length && (start[next] as number) <= time; next++) open[height++] = next;
      while (height > 0 && hasEnded()) height--;
      if (height > 0) this.#found[given[sorted] as number] = spanAt(open[height - 1] as number);
    }
  }

  /** Those of which both ends were found. */
  moveTo(links: LinkList): void {
    this.#kinds.forEach((kind, link) => {
      const from = this.#found[link * 2] as number;
      const to = this.#found[link * 2 + 1] as number;
      if (from !== NO_SPAN && to !== NO_SPAN) links.add(kind, from, to);
    });
    this.#kinds.length = 0;
    this.#blocks.length = 0;
  }
}
