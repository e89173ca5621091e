import { MARKS, type HardwareCatalog, type HardwareFrames } from '../../contract/hardware-channels.ts';

/** One channel over the window; views that hold until the next push. */
export interface ChannelView {
  readonly atMs: Float64Array;
  readonly values: Float64Array;
  readonly marks: Uint8Array;
}

export interface ChannelStatistics {
  /** The last reading; null where it could not be read, or never was. */
  readonly now: number | null;
  readonly mean: number | null;
  readonly max: number | null;
  readonly freshCount: number;
}

interface Column {
  readonly values: Float64Array;
  readonly marks: Uint8Array;
}

/**
 * The last ticks of every channel. Kept in arrays of twice the capacity, moved to the front when full, so that any
 * stretch of the window is one view and a push costs its own values only.
 */
export class HardwareWindow {
  readonly capacity: number;
  readonly #at: Float64Array;
  #columns = new Map<string, Column>();
  #order: readonly Column[] = [];
  #catalog: HardwareCatalog | null = null;
  #start = 0;
  #end = 0;

  constructor(capacity = 1000) {
    this.capacity = capacity;
    this.#at = new Float64Array(capacity * 2);
  }

  get catalog(): HardwareCatalog | null {
    return this.#catalog;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  get lastMs(): number | null {
    return this.length === 0 ? null : (this.#at[this.#end - 1] as number);
  }

  get atMs(): Float64Array {
    return this.#at.subarray(this.#start, this.#end);
  }

  /** Channels that stay keep their past; new ones have none, and those that went take theirs along. */
  setCatalog(catalog: HardwareCatalog): void {
    const before = this.#columns;
    this.#columns = new Map();
    this.#order = catalog.channels.map(({ id }) => {
      const column = before.get(id) ?? this.#emptyColumn();
      this.#columns.set(id, column);
      return column;
    });
    this.#catalog = catalog;
  }

  /** False where the frames are of a catalog that is not known here. */
  push(frames: HardwareFrames): boolean {
    if (frames.revision !== this.#catalog?.revision) return false;
    const width = this.#order.length;
    for (const [row, at] of frames.atMs.entries()) {
      if (at <= (this.lastMs ?? Number.NEGATIVE_INFINITY)) continue;
      if (this.#end === this.#at.length) this.#toFront();
      this.#at[this.#end] = at;
      for (const [index, column] of this.#order.entries()) {
        column.values[this.#end] = frames.values[row * width + index] as number;
        column.marks[this.#end] = frames.marks[row * width + index] as number;
      }
      this.#end += 1;
      this.#start = Math.max(this.#start, this.#end - this.capacity);
    }
    return true;
  }

  clear(): void {
    this.#start = 0;
    this.#end = 0;
    for (const column of this.#order) column.marks.fill(MARKS.missing);
  }

  view(channel: string): ChannelView | null {
    const column = this.#columns.get(channel);
    if (column === undefined) return null;
    return {
      atMs: this.atMs,
      values: column.values.subarray(this.#start, this.#end),
      marks: column.marks.subarray(this.#start, this.#end),
    };
  }

  /** A copy that stands still while this goes on. */
  frozen(): HardwareWindow {
    const copy = new HardwareWindow(this.capacity);
    if (this.#catalog === null) return copy;
    copy.setCatalog(this.#catalog);
    copy.#at.set(this.#at);
    copy.#start = this.#start;
    copy.#end = this.#end;
    for (const [id, { values, marks }] of this.#columns) {
      copy.#columns.get(id)?.values.set(values);
      copy.#columns.get(id)?.marks.set(marks);
    }
    return copy;
  }

  #emptyColumn(): Column {
    const size = this.#at.length;
    return {
      values: new Float64Array(size).fill(Number.NaN),
      marks: new Uint8Array(size).fill(MARKS.missing),
    };
  }

  #toFront(): void {
    const from = this.#start;
    this.#at.copyWithin(0, from, this.#end);
    for (const { values, marks } of this.#order) {
      values.copyWithin(0, from, this.#end);
      marks.copyWithin(0, from, this.#end);
    }
    this.#end -= from;
    this.#start = 0;
  }
}

/** Of fresh readings only: a repeat is no new evidence. */
export function statisticsOf({ values, marks }: ChannelView): ChannelStatistics {
  let sum = 0;
  let max = Number.NEGATIVE_INFINITY;
  let freshCount = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    if (marks[index] !== MARKS.fresh || Number.isNaN(value)) continue;
    sum += value;
    freshCount += 1;
    if (value > max) max = value;
  }
  const last = values.at(-1);
  const isThere = last !== undefined && !Number.isNaN(last) && marks.at(-1) !== MARKS.missing;
  return {
    now: isThere ? last : null,
    mean: freshCount === 0 ? null : sum / freshCount,
    max: freshCount === 0 ? null : max,
    freshCount,
  };
}

/** The reading that held at a time: the last one taken up to it. Null where none was, or none could be. */
export function readingAt({ atMs, values, marks }: ChannelView, at: number): number | null {
  let low = 0;
  let high = atMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((atMs[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  const index = low - 1;
  if (index < 0 || marks[index] === MARKS.missing) return null;
  const value = values[index] as number;
  return Number.isNaN(value) ? null : value;
}
