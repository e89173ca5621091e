import type { TimeRange } from '../../../contract/span-source.ts';
import type { CounterWindow } from '../../../contract/trace-view.ts';
import type { CounterColumns } from '../../analysis/trace/trace-columns.ts';
import { firstFrom } from './lane-window.ts';

const BLOCK = 64;

/** Least and most of blocks, of blocks of blocks, and so on: any stretch is read in some hundred steps. */
export class CounterLevels {
  readonly lowest: number;
  readonly highest: number;
  readonly #columns: CounterColumns;
  readonly #levels: readonly { readonly least: Float64Array; readonly most: Float64Array }[];

  constructor(columns: CounterColumns) {
    this.#columns = columns;
    const levels = [{ least: columns.value, most: columns.value }];
    for (let below = levels[0]; below !== undefined && below.least.length > BLOCK; below = levels.at(-1)) {
      levels.push(blocksOf(below.least, below.most));
    }
    this.#levels = levels;
    const { least, most } = this.between(0, columns.value.length);
    this.lowest = Number.isFinite(least) ? least : 0;
    this.highest = Number.isFinite(most) ? most : 0;
  }

  between(from: number, to: number): { least: number; most: number } {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const take = (level: number, at: number): void => {
      const [low, high] = [this.#levels[level]?.least[at] as number, this.#levels[level]?.most[at] as number];
      // A sample that is no number is none.
      if (low < least) least = low;
      if (high > most) most = high;
    };
    let [low, high] = [from, to];
    for (let level = 0; low < high; level += 1) {
      const isLast = level === this.#levels.length - 1;
      while (low < high && (isLast || low % BLOCK !== 0)) take(level, low++);
      while (low < high && high % BLOCK !== 0) take(level, --high);
      low /= BLOCK;
      high /= BLOCK;
    }
    return { least, most };
  }

  /** Of each pixel in which it changed; before the first of them, what it was as the view begins. */
  window(counter: number, { fromUs, toUs }: TimeRange, pixels: number): CounterWindow {
    const { atNs, value } = this.#columns;
    const places: number[] = [];
    const least: number[] = [];
    const most: number[] = [];
    const [fromNs, toNs] = [fromUs * 1000, toUs * 1000];
    const perPixel = (toNs - fromNs) / Math.max(1, pixels);
    let at = firstFrom(atNs, fromNs, 0, atNs.length);
    if (at > 0) {
      places.push(fromUs);
      least.push(value[at - 1] as number);
      most.push(value[at - 1] as number);
    }
    while (at < atNs.length && (atNs[at] as number) <= toNs) {
      const start = atNs[at] as number;
      // On a grid that stands still, so that the line does not tremble while one pans.
      const cell = (Math.floor(start / perPixel) + 1) * perPixel;
      const after = perPixel > 0 ? Math.max(at + 1, firstFrom(atNs, cell, at, atNs.length)) : at + 1;
      const extremes = this.between(at, after);
      places.push(start / 1000);
      least.push(extremes.least);
      most.push(extremes.most);
      // What it is from here on.
      if (after - at > 1) {
        places.push((atNs[after - 1] as number) / 1000);
        least.push(value[after - 1] as number);
        most.push(value[after - 1] as number);
      }
      at = after;
    }
    return {
      counter,
      atUs: Float64Array.from(places),
      least: Float64Array.from(least),
      most: Float64Array.from(most),
      lowest: this.lowest,
      highest: this.highest,
    };
  }
}

function blocksOf(least: Float64Array, most: Float64Array): { least: Float64Array; most: Float64Array } {
  const count = Math.ceil(least.length / BLOCK);
  const into = { least: new Float64Array(count), most: new Float64Array(count) };
  into.least.fill(Number.POSITIVE_INFINITY);
  into.most.fill(Number.NEGATIVE_INFINITY);
  for (let at = 0; at < least.length; at += 1) {
    const block = Math.floor(at / BLOCK);
    if ((least[at] as number) < (into.least[block] as number)) into.least[block] = least[at] as number;
    if ((most[at] as number) > (into.most[block] as number)) into.most[block] = most[at] as number;
  }
  return into;
}
