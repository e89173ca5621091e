import { Floats, placesOf, Wholes } from './growing.ts';
import type { ReaderTrack, TrackTable } from './track-table.ts';

/** Tracks side by side for what overlaps; what finds no room on them lies on the last. */
const MOST_SLOTS = 256;
const BEGIN = 0;
const END = 1;
const MOMENT = 2;

interface AsyncSpan {
  readonly begin: number;
  readonly startNs: number;
  endNs: number;
}

export interface AsyncTroubles {
  unbalanced: number;
  firstOffset: number;
}

export type TellAsync = (track: ReaderTrack, begin: number, startNs: number, endNs: number) => void;

/**
 * Spans that are bound to no thread: those of one id nest, and lie on a track of their category, or on the next one
 * where another id's stand there already.
 */
export class AsyncSpans {
  readonly #key = new Wholes();
  readonly #keys = new Map<string, number>();
  readonly #phase = new Wholes();
  readonly #group = new Wholes();
  readonly #groups = new Map<string, { process: string; title: string; clock: number; number: number }>();
  readonly atNs = new Floats();
  readonly name = new Wholes();
  readonly category = new Wholes();
  readonly offset = new Floats();

  add(event: {
    readonly phase: string;
    readonly key: string;
    readonly process: string;
    readonly title: string;
    readonly clock: number;
    readonly atNs: number;
    readonly name: number;
    readonly category: number;
    readonly offset: number;
  }): void {
    const key = numberOf(this.#keys, event.key);
    const groupKey = `${event.clock} ${event.process}\0${event.title}`;
    let group = this.#groups.get(groupKey);
    if (group === undefined) {
      const { process, title, clock } = event;
      group = { process, title, clock, number: this.#groups.size };
      this.#groups.set(groupKey, group);
    }
    this.#key.push(key);
    this.#group.push(group.number);
    this.#phase.push('bS'.includes(event.phase) ? BEGIN : 'eF'.includes(event.phase) ? END : MOMENT);
    this.atNs.push(event.atNs);
    this.name.push(event.name);
    this.category.push(event.category);
    this.offset.push(event.offset);
  }

  tell(tracks: TrackTable, tell: TellAsync, troubles: AsyncTroubles): void {
    const key = this.#key.values;
    const at = this.atNs.values;
    const order = placesOf(this.#key.length).sort(
      (a, b) => (key[a] as number) - (key[b] as number) || (at[a] as number) - (at[b] as number) || a - b,
    );
    const lastNs = order.reduce((latest, event) => Math.max(latest, at[event] as number), -Infinity);
    const trees: AsyncSpan[][] = [];
    for (let first = 0; first < order.length;) {
      let behind = first + 1;
      while (behind < order.length && key[order[behind] as number] === key[order[first] as number])
        behind += 1;
      for (const tree of this.#trees(order.subarray(first, behind), lastNs, troubles)) trees.push(tree);
      first = behind;
    }
    this.#place(trees, tracks, tell);
  }

  /** Of one id: each span that stands in no other, with those in it. */
  #trees(events: Uint32Array, lastNs: number, troubles: AsyncTroubles): AsyncSpan[][] {
    const trees: AsyncSpan[][] = [];
    const open: AsyncSpan[] = [];
    const trouble = (event: number): void => {
      if (troubles.unbalanced === 0) troubles.firstOffset = this.offset.values[event] as number;
      troubles.unbalanced += 1;
    };
    for (const event of events) {
      const now = this.atNs.values[event] as number;
      if (this.#phase.values[event] === END) {
        const name = this.name.values[event];
        let place = open.length - 1;
        while (place > 0 && this.name.values[(open[place] as AsyncSpan).begin] !== name) place -= 1;
        if (place < 0) trouble(event);
        for (const closed of open.splice(Math.max(0, place))) closed.endNs = now;
        continue;
      }
      const span: AsyncSpan = { begin: event, startNs: now, endNs: now };
      if (open.length === 0) trees.push([]);
      trees.at(-1)?.push(span);
      if (this.#phase.values[event] === BEGIN) open.push(span);
    }
    for (const span of open) {
      trouble(span.begin);
      span.endNs = lastNs;
    }
    return trees;
  }

  #place(trees: AsyncSpan[][], tracks: TrackTable, tell: TellAsync): void {
    const groups = [...this.#groups.values()];
    const slots = groups.map((): { track: ReaderTrack; freeNs: number }[] => []);
    trees.sort((a, b) => (a[0] as AsyncSpan).startNs - (b[0] as AsyncSpan).startNs);
    for (const tree of trees) {
      const root = tree[0] as AsyncSpan;
      const number = this.#group.values[root.begin] as number;
      const own = slots[number] ?? [];
      let slot = own.find(({ freeNs }) => freeNs <= root.startNs);
      if (slot === undefined && own.length === MOST_SLOTS) slot = own[MOST_SLOTS - 1];
      if (slot === undefined) {
        const { process = '', title = '', clock = 0 } = groups[number] ?? {};
        const name = own.length === 0 ? title : `${title} ${own.length + 1}`;
        slot = { track: tracks.add(process, name, 'async', clock), freeNs: 0 };
        own.push(slot);
      }
      slot.freeNs = root.endNs;
      for (const { begin, startNs, endNs } of tree) tell(slot.track, begin, startNs, endNs);
    }
  }
}

function numberOf(map: Map<string, number>, text: string): number {
  const known = map.get(text);
  if (known !== undefined) return known;
  map.set(text, map.size);
  return map.size - 1;
}
