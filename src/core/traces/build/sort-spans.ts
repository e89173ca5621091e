import { radixOrder } from './radix-order.ts';

const RUN = 16;

/** From so many spans on, with one in so many out of order, sorting by digits is quicker than by merging. */
const MANY = 1 << 15;
const DISORDER = 16;

/**
 * The order of spans by start, longer ones first, then as they came; null where they are in it already. A merge sort
 * over typed arrays that leaves alone what lies right, since traces come nearly sorted; what is in no order at all is
 * sorted by digits.
 */
export function sortSpans(start: Float64Array, duration: Float64Array): Uint32Array | null {
  const misplaced = misplacedIn(start, duration);
  if (misplaced === 0) return null;
  const count = start.length;
  const isBefore = (a: number, b: number): boolean => {
    const from = start[a] as number;
    const other = start[b] as number;
    return from < other || (from === other && (duration[a] as number) > (duration[b] as number));
  };
  if (count >= MANY && misplaced * DISORDER > count) {
    const order = radixOrder(start);
    sortTies(order, start, isBefore);
    return order;
  }
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  mergeSort(order, isBefore);
  return order;
}

type IsBefore = (a: number, b: number) => boolean;

function misplacedIn(start: Float64Array, duration: Float64Array): number {
  let misplaced = 0;
  for (let i = 1; i < start.length; i++) {
    const from = start[i] as number;
    const before = start[i - 1] as number;
    if (from < before || (from === before && (duration[i] as number) > (duration[i - 1] as number)))
      misplaced++;
  }
  return misplaced;
}

function sortTies(order: Uint32Array, start: Float64Array, isBefore: IsBefore): void {
  for (let from = 0; from < order.length;) {
    const at = start[order[from] as number];
    let to = from + 1;
    while (to < order.length && start[order[to] as number] === at) to++;
    if (to - from > 1) mergeSort(order.subarray(from, to), isBefore);
    from = to;
  }
}

function mergeSort(order: Uint32Array, isBefore: IsBefore): void {
  const count = order.length;
  for (let from = 0; from < count; from += RUN) sortRun(order, from, Math.min(count, from + RUN), isBefore);
  if (count <= RUN) return;
  const held = new Uint32Array(count);
  for (let width = RUN; width < count; width *= 2) {
    for (let from = 0; from + width < count; from += width * 2)
      merge(order, from, from + width, Math.min(count, from + width * 2), held, isBefore);
  }
}

function sortRun(order: Uint32Array, from: number, to: number, isBefore: IsBefore): void {
  for (let i = from + 1; i < to; i++) {
    const moved = order[i] as number;
    let at = i;
    while (at > from && isBefore(moved, order[at - 1] as number)) {
      order[at] = order[at - 1] as number;
      at--;
    }
    order[at] = moved;
  }
}

function merge(
  order: Uint32Array,
  from: number,
  middle: number,
  to: number,
  held: Uint32Array,
  isBefore: IsBefore,
): void {
  const firstRight = order[middle] as number;
  const lastLeft = order[middle - 1] as number;
  if (!isBefore(firstRight, lastLeft)) return;
  // What stands before all of the right half, and after all of the left, stays where it is.
  let left = firstWhere(order, from, middle, (span) => isBefore(firstRight, span));
  const end = firstWhere(order, middle, to, (span) => !isBefore(span, lastLeft));
  const leftEnd = middle - left;
  held.set(order.subarray(left, middle));
  let at = 0;
  let right = middle;
  while (at < leftEnd && right < end) {
    const a = held[at] as number;
    const b = order[right] as number;
    if (isBefore(b, a)) {
      order[left++] = b;
      right++;
    } else {
      order[left++] = a;
      at++;
    }
  }
  while (at < leftEnd) order[left++] = held[at++] as number;
}

function firstWhere(order: Uint32Array, from: number, to: number, holds: (span: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(order[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
