import type { SpanTable, SpanTrack } from '../../../contract/spans.ts';

/** Between one slice and the next, as a part of the longest slice: nobody knows how long that was. */
const GAP = 0.02;

/** Slices of one recording one after the other, the oldest given up where there are too many spans. */
export class SpanSlices {
  readonly #mostSpans: number;
  #slices: readonly { readonly table: SpanTable; readonly offsetUs: number }[] = [];
  #endUs = 0;
  #longestUs = 0;
  #taken = 0;

  constructor(mostSpans: number) {
    this.#mostSpans = mostSpans;
  }

  /** How many came, those given up among them. */
  get taken(): number {
    return this.#taken;
  }

  get kept(): number {
    return this.#slices.length;
  }

  /** What lies before it keeps its place, so that a view stays where it is. */
  push(table: SpanTable): void {
    const { fromUs, toUs } = extentOf(table);
    this.#longestUs = Math.max(this.#longestUs, toUs - fromUs);
    const beginUs = this.#taken === 0 ? 0 : this.#endUs + this.#longestUs * GAP;
    this.#taken += 1;
    this.#endUs = beginUs + (toUs - fromUs);
    const slices = [...this.#slices, { table, offsetUs: beginUs - fromUs }];
    let spans = slices.reduce((sum, each) => sum + each.table.startUs.length, 0);
    while (spans > this.#mostSpans && slices.length > 1) spans -= slices.shift()?.table.startUs.length ?? 0;
    this.#slices = slices;
  }

  table(): SpanTable {
    const names = new Places<string>((name) => name);
    const categories = new Places<string>((category) => category);
    const tracks = new Places<SpanTrack>(({ name, group }) => JSON.stringify([group, name]));
    const columns = this.#slices.map(({ table, offsetUs }) => {
      const nameOf = Uint32Array.from(table.names, (name) => names.of(name));
      const categoryOf = Uint8Array.from(table.categories, (category) => categories.of(category));
      const trackOf = Uint16Array.from(table.tracks, (track) => tracks.of(track));
      return {
        name: table.name.map((place) => nameOf[place] ?? 0),
        category: table.category.map((place) => categoryOf[place] ?? 0),
        track: table.track.map((place) => trackOf[place] ?? 0),
        depth: table.depth,
        startUs: table.startUs.map((start) => start + offsetUs),
        durationUs: table.durationUs,
        subject: table.subject,
      };
    });
    const count = columns.reduce((sum, { startUs }) => sum + startUs.length, 0);
    const joined: SpanTable = {
      names: names.list,
      categories: categories.list,
      tracks: tracks.list,
      name: new Uint32Array(count),
      category: new Uint8Array(count),
      track: new Uint16Array(count),
      depth: new Uint16Array(count),
      startUs: new Float64Array(count),
      durationUs: new Float64Array(count),
      subject: new Int32Array(count),
    };
    let at = 0;
    for (const each of columns) {
      joined.name.set(each.name, at);
      joined.category.set(each.category, at);
      joined.track.set(each.track, at);
      joined.depth.set(each.depth, at);
      joined.startUs.set(each.startUs, at);
      joined.durationUs.set(each.durationUs, at);
      joined.subject.set(each.subject, at);
      at += each.startUs.length;
    }
    return joined;
  }
}

/** Things in the order in which they first came, each once. */
class Places<Thing> {
  readonly list: Thing[] = [];
  readonly #known = new Map<string, number>();
  readonly #keyOf: (thing: Thing) => string;

  constructor(keyOf: (thing: Thing) => string) {
    this.#keyOf = keyOf;
  }

  of(thing: Thing): number {
    const key = this.#keyOf(thing);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.list.length);
    return this.list.push(thing) - 1;
  }
}

function extentOf({ startUs, durationUs }: SpanTable): { fromUs: number; toUs: number } {
  let fromUs = Number.POSITIVE_INFINITY;
  let toUs = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < startUs.length; at += 1) {
    const start = startUs[at] as number;
    const end = start + Math.max(0, durationUs[at] as number);
    if (!Number.isFinite(start) || !Number.isFinite(end)) continue;
    fromUs = Math.min(fromUs, start);
    toUs = Math.max(toUs, end);
  }
  return toUs >= fromUs ? { fromUs, toUs } : { fromUs: 0, toUs: 0 };
}
