/** A place on a curve of what was put in (concurrency, rate) against what came out (throughput, latency). */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * Where a curve bends most: Kneedle (Satopää, Albrecht, Irwin and Raghavan 2011, "Finding a Kneedle in a haystack"),
 * without its smoothing spline, since a sweep has few points and each is a mean of many. Both axes go to [0, 1];
 * the knee is the highest point above the diagonal after which the distance falls below a threshold, S = 1.
 * "rising" bends down (throughput against concurrency), "climbing" bends up (latency against rate). Null with
 * fewer than three points, and where the curve does not bend.
 */
export function kneeOf(points: readonly CurvePoint[], shape: 'rising' | 'climbing'): number | null {
  if (points.length < 3) return null;
  const xs = normalized(points.map(({ x }) => x));
  const ys = normalized(points.map(({ y }) => y));
  if (xs === null || ys === null) return null;
  const distances = xs.map((x, index) => {
    const y = ys[index] as number;
    return shape === 'rising' ? y - x : x - y;
  });
  const threshold = 1 / (points.length - 1);
  for (let index = 1; index < distances.length - 1; index += 1) {
    const here = distances[index] as number;
    if (here <= (distances[index - 1] as number) || here < (distances[index + 1] as number)) continue;
    const after = distances.slice(index + 1);
    const rises = after.findIndex(
      (distance, place) => distance > (place === 0 ? here : (after[place - 1] as number)),
    );
    const falling = rises < 0 ? after : after.slice(0, rises);
    if (falling.some((distance) => distance < here - threshold)) return index;
  }
  return null;
}

function normalized(values: readonly number[]): readonly number[] | null {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return span > 0 ? values.map((value) => (value - low) / span) : null;
}
