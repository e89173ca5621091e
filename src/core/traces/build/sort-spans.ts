const RUN = 16;

/**
 * The order of spans by start, longer ones first, then as they came; null where they are in it already. A merge sort
 * over typed arrays that leaves alone what lies right, since traces come nearly sorted.
 */
export function sortSpans(start: Float64Array, duration: Float64Array): Uint32Array | null {
  if (isSorted(start, duration)) return null;
  const count = start.length;
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  const isBefore = (a: number, b: number): boolean => {
    const from = start[a] as number;
    const other = start[b] as number;
    return from < other || (from === other && (duration[a] as number) > (duration[b] as number));
  };
  for (let from = 0; from < count; from += RUN) sortRun(order, from, Math.min(count, from + RUN), isBefore);
  const held = new Uint32Array(count);
  for (let width = RUN; width < count; width *= 2) {
    for (let from = 0; from + width < count; from += width * 2)
      merge(order, from, from + width, Math.min(count, from + width * 2), held, isBefore);
  }
  return order;
}

type IsBefore = (a: number, b: number) => boolean;

function isSorted(start: Float64Array, duration: Float64Array): boolean {
  for (let i = 1; i < start.length; i++) {
    const from = start[i] as number;
    const before = start[i - 1] as number;
    if (from < before || (from === before && (duration[i] as number) > (duration[i - 1] as number)))
      return false;
  }
  return true;
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
