import type { SpanView, SpanWindow } from '../../../contract/span-source.ts';
import { briefName } from './brief-name.ts';

/** More would be sent and drawn too slowly, and would tell no more. */
const MOST_RECTANGLES = 6_000;
const COARSEST_PIXELS = 4_096;
/** Of those merged, as many are looked at for the longest, whose colour stands for all. */
const LOOKED_AT = 16;

/** Intervals that do not overlap, in order: places `first` to just before `after`. */
export interface Strip {
  readonly startNs: Float64Array;
  readonly durationNs: Float64Array;
  readonly first: number;
  readonly after: number;
  /** The span of a place, and how many spans end before it; null where a place is a span. */
  readonly spanAt: Uint32Array | null;
  readonly spansBefore: Uint32Array | null;
  /** The longest of places `at` to just before `after`; without it one has to look. */
  readonly longest?: ((at: number, after: number) => number) | null;
}

export interface WindowOf {
  strip(row: number): Strip | null;
  /** Matches before each span, and before the end; null for no search. */
  readonly matches: Uint32Array | null;
  category(span: number): number;
  name(span: number): number;
  readonly strings: readonly string[];
  /** Where the grid begins on which narrow spans are merged. */
  readonly fromNs: number;
}

/** The grain that was right last time is tried first: a view differs little from the one before. */
export interface Grain {
  pixels: number;
}

/** What lies in the view, by binary searches alone: as many steps as there are rectangles, whatever the trace's size. */
export function laneWindow(of: WindowOf, view: SpanView, rows: readonly number[], grain: Grain): SpanWindow {
  const perPixel = (1000 * (view.toUs - view.fromUs)) / Math.max(1, view.pixels);
  const into = new Filling(of, view.fromUs * 1000, view.toUs * 1000);
  const attempt = (pixels: number): boolean => {
    into.clear();
    return fill(into, of, rows, perPixel * pixels);
  };
  if (!(perPixel > 0)) return into.done();
  let { pixels } = grain;
  let fits = attempt(pixels);
  // The finest that fits.
  while (fits && pixels > 1 && attempt(pixels / 2)) pixels /= 2;
  if (fits && pixels > 1) fits = attempt(pixels);
  while (!fits && pixels < COARSEST_PIXELS) {
    pixels *= 2;
    fits = attempt(pixels);
  }
  grain.pixels = pixels;
  return into.done();
}

/** False where there are too many at this grain. */
function fill(into: Filling, of: WindowOf, rows: readonly number[], grainNs: number): boolean {
  const { fromNs, toNs } = into;
  for (const row of rows) {
    const strip = of.strip(row);
    if (strip === null) continue;
    const { startNs, durationNs, after: end } = strip;
    let at = firstEndingAfter(strip, fromNs);
    while (at < end && (startNs[at] as number) < toNs) {
      if (into.isFull) return false;
      const from = startNs[at] as number;
      let after = at + 1;
      if ((durationNs[at] as number) < grainNs && after < end) {
        // On a grid that stands still: what is merged stays the same while one pans.
        const cell = of.fromNs + (Math.floor((from - of.fromNs) / grainNs) + 1) * grainNs;
        after = firstFrom(startNs, Math.min(toNs, Math.max(cell, from)), after, end);
        // None overlap, so only the last one can reach far beyond the cell.
        if (after - at > 1 && (durationNs[after - 1] as number) >= grainNs) after -= 1;
      }
      into.add(row, strip, at, after);
      at = after;
    }
  }
  return true;
}

class Filling {
  readonly fromNs: number;
  readonly toNs: number;
  readonly #of: WindowOf;
  readonly #strip: Strip[] = [];
  readonly #at = new Int32Array(MOST_RECTANGLES);
  readonly #after = new Int32Array(MOST_RECTANGLES);
  readonly #row = new Int32Array(MOST_RECTANGLES);
  #count = 0;

  constructor(of: WindowOf, fromNs: number, toNs: number) {
    this.#of = of;
    this.fromNs = fromNs;
    this.toNs = toNs;
  }

  get isFull(): boolean {
    return this.#count === MOST_RECTANGLES;
  }

  clear(): void {
    this.#count = 0;
  }

  /** One rectangle for the places from `at` to just before `after`. */
  add(row: number, strip: Strip, at: number, after: number): void {
    const index = this.#count++;
    this.#row[index] = row;
    this.#strip[index] = strip;
    this.#at[index] = at;
    this.#after[index] = after;
  }

  /** Arrays of their own: a part of a larger one would be sent whole. */
  done(): SpanWindow {
    const count = this.#count;
    const { matches, category, name: nameOf, strings } = this.#of;
    const places = new Map<number, number>();
    const names: string[] = [];
    const window = {
      count,
      span: new Int32Array(count),
      merged: new Int32Array(count),
      row: this.#row.slice(0, count),
      fromUs: new Float64Array(count),
      toUs: new Float64Array(count),
      category: new Uint8Array(count),
      name: new Int32Array(count),
      names,
      isMatch: new Uint8Array(count),
    };
    for (let index = 0; index < count; index += 1) {
      const { startNs, durationNs, spanAt, spansBefore, longest } = this.#strip[index] as Strip;
      const [at, after] = [this.#at[index] as number, this.#after[index] as number];
      const own = spanAt === null ? matches : null;
      const isMatch = own !== null && (own[after] as number) > (own[at] as number);
      const longestPlace = (): number => longest?.(at, after) ?? longestOf(durationNs, at, after);
      const place = isMatch ? firstMatch(own, at, after) : longestPlace();
      const span = spanAt === null ? place : (spanAt[place] as number);
      const toNs = (startNs[after - 1] as number) + (durationNs[after - 1] as number);
      const string = nameOf(span);
      let named = places.get(string);
      if (named === undefined) {
        named = names.push(briefName(strings[string] ?? '')) - 1;
        places.set(string, named);
      }
      window.span[index] = span;
      window.merged[index] =
        spansBefore === null ? after - at : (spansBefore[after] as number) - (spansBefore[at] as number);
      window.fromUs[index] = Math.max(this.fromNs, startNs[at] as number) / 1000;
      window.toUs[index] = Math.min(this.toNs, toNs) / 1000;
      window.category[index] = category(span);
      window.name[index] = named;
      window.isMatch[index] = isMatch || matches === null ? 1 : 0;
    }
    return window;
  }
}

function longestOf(durationNs: Float64Array, at: number, after: number): number {
  let longest = at;
  const stride = Math.max(1, Math.floor((after - at) / LOOKED_AT));
  for (let each = at + stride; each < after; each += stride) {
    if ((durationNs[each] as number) > (durationNs[longest] as number)) longest = each;
  }
  return longest;
}

/** What is searched for stands for what it is merged with. */
function firstMatch(matches: Uint32Array, from: number, to: number): number {
  let [low, high] = [from, to - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((matches[middle + 1] as number) > (matches[from] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first place whose interval ends after this moment, or begins at or after it. */
export function firstEndingAfter({ startNs, durationNs, first, after }: Strip, ns: number): number {
  const at = firstFrom(startNs, ns, first, after);
  const isBeforeIn = at > first && (startNs[at - 1] as number) + (durationNs[at - 1] as number) > ns;
  return isBeforeIn ? at - 1 : at;
}

/** The first of ascending values from `from` to just before `to` that is not below the edge: near ones are found fast. */
export function firstFrom(ascending: Float64Array, edge: number, from: number, to: number): number {
  let [low, step] = [from, 1];
  while (low + step < to && (ascending[low + step] as number) < edge) {
    low += step;
    step *= 2;
  }
  let high = Math.min(to, low + step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}
