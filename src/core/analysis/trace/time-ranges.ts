/** Stretches of time in order, none touching another. */
export interface TimeRanges {
  readonly count: number;
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** Of intervals in order of their start, `order` naming their places. Those without length cover nothing. */
export function unionOf(order: Uint32Array, from: Float64Array, to: Float64Array): TimeRanges {
  const froms = new Float64Array(order.length);
  const tos = new Float64Array(order.length);
  let count = 0;
  for (const at of order) {
    const start = from[at] as number;
    const end = to[at] as number;
    if (!(end > start)) continue;
    if (count > 0 && start <= (tos[count - 1] as number)) {
      if (end > (tos[count - 1] as number)) tos[count - 1] = end;
      continue;
    }
    froms[count] = start;
    tos[count] = end;
    count += 1;
  }
  return { count, from: froms.subarray(0, count), to: tos.subarray(0, count) };
}

export function rangeOf(from: number, to: number): TimeRanges {
  return to > from ? { count: 1, from: Float64Array.of(from), to: Float64Array.of(to) } : NO_RANGES;
}

export const NO_RANGES: TimeRanges = { count: 0, from: new Float64Array(0), to: new Float64Array(0) };

export function intersectionOf(one: TimeRanges, other: TimeRanges): TimeRanges {
  const from: number[] = [];
  const to: number[] = [];
  let a = 0;
  let b = 0;
  while (a < one.count && b < other.count) {
    const start = Math.max(one.from[a] as number, other.from[b] as number);
    const end = Math.min(one.to[a] as number, other.to[b] as number);
    if (start < end) {
      from.push(start);
      to.push(end);
    }
    if ((one.to[a] as number) < (other.to[b] as number)) a += 1;
    else b += 1;
  }
  return { count: from.length, from: Float64Array.from(from), to: Float64Array.from(to) };
}

/** What of `one` is in none of `other`. */
export function differenceOf(one: TimeRanges, other: TimeRanges): TimeRanges {
  const from: number[] = [];
  const to: number[] = [];
  let b = 0;
  for (let a = 0; a < one.count; a += 1) {
    let start = one.from[a] as number;
    const end = one.to[a] as number;
    while (b < other.count && (other.to[b] as number) <= start) b += 1;
    for (let at = b; at < other.count && (other.from[at] as number) < end; at += 1) {
      if ((other.from[at] as number) > start) {
        from.push(start);
        to.push(other.from[at] as number);
      }
      start = Math.max(start, other.to[at] as number);
    }
    if (start < end) {
      from.push(start);
      to.push(end);
    }
  }
  return { count: from.length, from: Float64Array.from(from), to: Float64Array.from(to) };
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
