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
    let low = from;
    let high = from;
    for (let index = from + 1; index < to; index += 1) {
      const value = y[index] as number;
      if (value < (y[low] as number) || Number.isNaN(y[low])) low = index;
      if (value > (y[high] as number) || Number.isNaN(y[high])) high = index;
    }
    const [first, second] = low <= high ? [low, high] : [high, low];
    outX[bucket * 2] = x[first] as number;
    outY[bucket * 2] = y[first] as number;
    outX[bucket * 2 + 1] = x[second] as number;
    outY[bucket * 2 + 1] = y[second] as number;
  }
  return { x: outX, y: outY };
}
