import type { LaidSpans } from './lay-spans.ts';
import type { SpanView, SpanWindow } from '../../../contract/span-source.ts';

/** More would be redrawn too slowly, and would tell no more. */
const MOST_RECTANGLES = 4_000;
const COARSEST_PIXELS = 1024;
/** Of those merged, as many are looked at for the longest, whose colour stands for all. */
const LOOKED_AT = 12;

/** How many of a row's spans match, up to each of them; see rowMatches. */
export type RowMatches = Int32Array;

/** What lies in the view; what is narrower than a pixel is merged, and, where that is still too much, coarser. */
export function windowOf(laid: LaidSpans, view: SpanView, matches: RowMatches | null): SpanWindow {
  const perPixel = (view.toUs - view.fromUs) / Math.max(1, view.pixels);
  const into = new WindowFill(laid, view, matches);
  if (perPixel > 0) {
    for (
      let pixels = 1;
      !fill(into, laid, view, perPixel * pixels) && pixels < COARSEST_PIXELS;
      pixels *= 2
    ) {
      into.clear();
    }
  }
  return into.done();
}

/** False where there are too many at this grain. */
function fill(into: WindowFill, laid: LaidSpans, view: SpanView, grainUs: number): boolean {
  const { rowFromUs, rowToUs, rowBegin } = laid;
  const lastRow = Math.min(laid.rowCount, Math.ceil(view.toRow));
  for (let row = Math.max(0, Math.floor(view.fromRow)); row < lastRow; row += 1) {
    const end = rowBegin[row + 1] as number;
    let at = firstAtLeast(rowToUs, view.fromUs, rowBegin[row] as number, end);
    while (at < end && (rowFromUs[at] as number) < view.toUs) {
      if (into.isFull) return false;
      const from = rowFromUs[at] as number;
      let after = at + 1;
      if ((rowToUs[at] as number) - from < grainUs) {
        // On a grid that stands still: what is merged stays the same while one pans.
        const cell = laid.fromUs + (Math.floor((from - laid.fromUs) / grainUs) + 1) * grainUs;
        after = firstAtLeast(rowFromUs, Math.min(view.toUs, Math.max(cell, from)), at + 1, end);
        // None overlap, so only the last one can reach far beyond the cell.
        const isLastWide = (rowToUs[after - 1] as number) - (rowFromUs[after - 1] as number) >= grainUs;
        if (isLastWide && after - at > 1) after -= 1;
      }
      into.add(row, at, after);
      at = after;
    }
  }
  return true;
}

class WindowFill {
  readonly #laid: LaidSpans;
  readonly #view: SpanView;
  readonly #matches: RowMatches | null;
  readonly #span = new Int32Array(MOST_RECTANGLES);
  readonly #merged = new Int32Array(MOST_RECTANGLES);
  readonly #row = new Int32Array(MOST_RECTANGLES);
  readonly #fromUs = new Float64Array(MOST_RECTANGLES);
  readonly #toUs = new Float64Array(MOST_RECTANGLES);
  readonly #isMatch = new Uint8Array(MOST_RECTANGLES);
  #count = 0;

  constructor(laid: LaidSpans, view: SpanView, matches: RowMatches | null) {
    this.#laid = laid;
    this.#view = view;
    this.#matches = matches;
  }

  get isFull(): boolean {
    return this.#count === MOST_RECTANGLES;
  }

  clear(): void {
    this.#count = 0;
  }

  /** One rectangle for the places of a row from `at` to just before `after`. */
  add(row: number, at: number, after: number): void {
    const { rowFromUs, rowToUs, rowPlace } = this.#laid;
    const matches = this.#matches;
    const isMatch = matches === null || (matches[after] as number) > (matches[at] as number);
    let longest = at;
    if (matches !== null && isMatch) longest = firstMatch(matches, at, after);
    else {
      const stride = Math.max(1, Math.floor((after - at) / LOOKED_AT));
      for (let each = at + stride; each < after; each += stride) {
        const isLonger =
          (rowToUs[each] as number) - (rowFromUs[each] as number) >
          (rowToUs[longest] as number) - (rowFromUs[longest] as number);
        if (isLonger) longest = each;
      }
    }
    const index = this.#count++;
    this.#span[index] = rowPlace[longest] as number;
    this.#merged[index] = after - at;
    this.#row[index] = row;
    this.#fromUs[index] = Math.max(this.#view.fromUs, rowFromUs[at] as number);
    this.#toUs[index] = Math.min(this.#view.toUs, rowToUs[after - 1] as number);
    this.#isMatch[index] = isMatch ? 1 : 0;
  }

  done(): SpanWindow {
    const { table, origin } = this.#laid;
    const count = this.#count;
    const span = this.#span.subarray(0, count);
    return {
      count,
      span,
      merged: this.#merged.subarray(0, count),
      row: this.#row.subarray(0, count),
      fromUs: this.#fromUs.subarray(0, count),
      toUs: this.#toUs.subarray(0, count),
      category: Uint8Array.from(span, (place) => table.category[origin[place] as number] as number),
      name: Int32Array.from(span, (place) => table.name[origin[place] as number] as number),
      names: table.names,
      isMatch: this.#isMatch.subarray(0, count),
    };
  }
}

/** What is searched for stands for what it is merged with. */
function firstMatch(matches: RowMatches, from: number, to: number): number {
  let [low, high] = [from, to - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((matches[middle + 1] as number) > (matches[from] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first of ascending values from `from` to just before `to` that is not below the edge. */
function firstAtLeast(ascending: Float64Array, edge: number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}
