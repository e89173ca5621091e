/** A drawn line: x and y of equal length. */
export interface Line {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * At most `points` points, extremes kept: the series is cut into buckets of equal count and each gives its
 * minimum and its maximum in the order in which they came. A spike of one sample survives any reduction, and
 * NaN (not measured) only stands for a bucket that holds nothing else.
 */
export function downSample(x: Float64Array, y: Float64Array, points: number): Line {
  const count = Math.min(x.length, y.length);
  if (count <= points) return { x: x.slice(0, count), y: y.slice(0, count) };
  const buckets = Math.max(1, Math.floor(points / 2));
  const outX = new Float64Array(buckets * 2);
  const outY = new Float64Array(buckets * 2);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = Math.floor((bucket * count) / buckets);
    const to = Math.floor(((bucket + 1) * count) / buckets);
    const [first, second] = extremesOf(y, from, to);
    outX[bucket * 2] = x[first] as number;
    outY[bucket * 2] = y[first] as number;
    outX[bucket * 2 + 1] = x[second] as number;
    outY[bucket * 2 + 1] = y[second] as number;
  }
  return { x: outX, y: outY };
}

/** Where minimum and maximum lie between two places, in the order in which they came; NaN is neither. */
function extremesOf(y: Float64Array, from: number, to: number): readonly [number, number] {
  let low = from;
  let high = from;
  for (let index = from + 1; index < to; index += 1) {
    const value = y[index] as number;
    if (value < (y[low] as number) || Number.isNaN(y[low])) low = index;
    if (value > (y[high] as number) || Number.isNaN(y[high])) high = index;
  }
  return low <= high ? [low, high] : [high, low];
}

/**
 * At most `points` points, extremes kept, cut into spans of equal x instead of equal count: where the points lie
 * dense, more of them go. `x` ascends.
 */
export function thinEvenly(x: Float64Array, y: Float64Array, points: number): Line {
  const count = Math.min(x.length, y.length);
  if (count <= points) return { x: x.slice(0, count), y: y.slice(0, count) };
  const spans = Math.max(1, Math.floor(points / 2));
  const first = x[0] as number;
  const width = ((x[count - 1] as number) - first) / spans;
  if (!(width > 0)) return downSample(x, y, points);
  const kept: number[] = [];
  let from = 0;
  for (let span = 0; span < spans && from < count; span += 1) {
    const end = span === spans - 1 ? Number.POSITIVE_INFINITY : first + (span + 1) * width;
    let to = from;
    while (to < count && (x[to] as number) < end) to += 1;
    if (to > from) kept.push(...new Set(extremesOf(y, from, to)));
    from = to;
  }
  return {
    x: Float64Array.from(kept, (index) => x[index] as number),
    y: Float64Array.from(kept, (index) => y[index] as number),
  };
}
