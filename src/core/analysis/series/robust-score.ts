/** From the median absolute deviation to the standard deviation of a normal distribution. */
const DEVIATION_OF_MAD = 1.4826;
/** Huber's corner: 96 % as good as the mean where there are no outliers. */
const CORNER = 1.5;

/**
 * Huber's score (1964): linear around the median, level beyond 1.5 deviations. Its correlation in time is the
 * series' own, however far a few values lie out.
 */
export function robustScore(median: number, mad: number): (value: number) => number {
  const corner = CORNER * DEVIATION_OF_MAD * mad;
  if (corner === 0) return (value) => Math.sign(value - median);
  return (value) => Math.min(1, Math.max(-1, (value - median) / corner));
}
