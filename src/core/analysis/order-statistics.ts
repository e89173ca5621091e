/** Between two ranks (the first is 0) by linear interpolation; beyond the ends, the ends. */
export function valueAtRank(ascending: Float64Array, rank: number): number {
  const last = ascending.length - 1;
  const inside = Math.min(last, Math.max(0, rank));
  const below = Math.floor(inside);
  const low = ascending[below] as number;
  const high = ascending[Math.min(below + 1, last)] as number;
  return low + (high - low) * (inside - below);
}

/**
 * Median absolute deviation, unscaled, without a second sort: going outwards from the centre, the deviations to
 * both sides are already in order.
 */
export function medianDeviation(ascending: Float64Array, centre: number): number {
  const count = ascending.length;
  let above = firstAbove(ascending, centre);
  let below = above - 1;
  let deviation = 0;
  let before = 0;
  for (let taken = 0; taken <= Math.floor(count / 2); taken += 1) {
    before = deviation;
    const left = below >= 0 ? centre - (ascending[below] as number) : Number.POSITIVE_INFINITY;
    const right = above < count ? (ascending[above] as number) - centre : Number.POSITIVE_INFINITY;
    deviation = Math.min(left, right);
    if (left <= right) below -= 1;
    else above += 1;
  }
  return count % 2 === 1 ? deviation : (before + deviation) / 2;
}

function firstAbove(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
