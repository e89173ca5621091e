/** Stretches of time in order, none touching another. */
export interface TimeRanges {
  readonly count: number;
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/**
 * Of intervals in order of their start, `order` naming their places. Those without length cover nothing, nor those
 * that do not count.
 */
export function unionOf(
  order: Uint32Array,
  from: Float64Array,
  to: Float64Array,
  counts?: (place: number) => boolean,
): TimeRanges {
  const found = new RangeWriter(order.length);
  for (const at of order) {
    if (counts !== undefined && !counts(at)) continue;
    const start = from[at] as number;
    const end = to[at] as number;
    if (end > start) found.cover(start, end);
  }
  return found.ranges();
}

/** What both cover. */
export function intersectionOf(one: TimeRanges, other: TimeRanges): TimeRanges {
  const found = new RangeWriter(one.count + other.count);
  let a = 0;
  let b = 0;
  while (a < one.count && b < other.count) {
    const start = Math.max(one.from[a] as number, other.from[b] as number);
    const end = Math.min(one.to[a] as number, other.to[b] as number);
    if (start < end) found.put(start, end);
    if ((one.to[a] as number) < (other.to[b] as number)) a += 1;
    else b += 1;
  }
  return found.ranges();
}

/** What of `one` is in none of `other`. */
export function differenceOf(one: TimeRanges, other: TimeRanges): TimeRanges {
  const found = new RangeWriter(one.count + other.count);
  let b = 0;
  for (let a = 0; a < one.count; a += 1) {
    let start = one.from[a] as number;
    const end = one.to[a] as number;
    while (b < other.count && (other.to[b] as number) <= start) b += 1;
    for (; b < other.count && (other.from[b] as number) < end; b += 1) {
      const taken = other.from[b] as number;
      if (taken > start) found.put(start, taken);
      start = Math.max(start, other.to[b] as number);
      // It may reach into the next of `one`.
      if (start >= end) break;
    }
    if (start < end) found.put(start, end);
  }
  return found.ranges();
}

class RangeWriter {
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  #count = 0;

  constructor(most: number) {
    this.#from = new Float64Array(most);
    this.#to = new Float64Array(most);
  }

  put(from: number, to: number): void {
    this.#from[this.#count] = from;
    this.#to[this.#count] = to;
    this.#count += 1;
  }

  /** In order of start: what touches the last becomes part of it. */
  cover(from: number, to: number): void {
    const last = this.#count - 1;
    if (last >= 0 && from <= (this.#to[last] as number)) {
      if (to > (this.#to[last] as number)) this.#to[last] = to;
    } else this.put(from, to);
  }

  ranges(): TimeRanges {
    const count = this.#count;
    return { count, from: this.#from.subarray(0, count), to: this.#to.subarray(0, count) };
  }
}

export function lengthOf(ranges: TimeRanges): number {
  let sum = 0;
  for (let at = 0; at < ranges.count; at += 1) sum += (ranges.to[at] as number) - (ranges.from[at] as number);
  return sum;
}

/** How much of a stretch they cover. */
export function lengthWithin(ranges: TimeRanges, from: number, to: number): number {
  let sum = 0;
  for (let at = firstEndingAfter(ranges, from); at < ranges.count; at += 1) {
    const start = ranges.from[at] as number;
    if (start >= to) break;
    sum += Math.min(to, ranges.to[at] as number) - Math.max(from, start);
  }
  return sum;
}

function firstEndingAfter({ count, to }: TimeRanges, time: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((to[middle] as number) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}
