import type { Interval } from '../../../../contract/latency.ts';
import type { Milliseconds } from '../../../../contract/units.ts';
import { weightedMedian } from './weighted-median.ts';

/** Times of an operator that nothing has changed about. */
export interface UnchangedTimes {
  readonly aMs: Milliseconds;
  readonly bMs: Milliseconds;
}

export interface Drift {
  /** Time of B over time of A. */
  readonly factor: number;
  readonly ci95: Interval | null;
  /** By how much the logarithm of one unchanged operator's ratio differs from it: a sample deviation, robustly. */
  readonly spread: number;
}

const FEWEST = 5;
/** Of both sides' time. */
const LEAST_SHARE = 0.25;
/** No operator weighs more than this share of all: the one that became slower may be the largest. */
const MOST_WEIGHT = 0.15;
/** Median absolute deviation to the deviation of a normal distribution. */
const OF_NORMAL = 1.4826;
/** A median's error over the mean's: √(π/2). */
const OF_MEDIAN = 1.2533;
const Z = 1.96;

/**
 * What all unchanged operators have in common: two processes differ, and one machine is warmer than it was. Robust
 * against those that did change: the weighted median of the logarithms. Null where too little is unchanged.
 */
export function driftOf(unchanged: readonly UnchangedTimes[], bothMs: Milliseconds): Drift | null {
  const timed = unchanged.filter(({ aMs, bMs }) => aMs > 0 && bMs > 0);
  const sumMs = timed.reduce((sum, { aMs, bMs }) => sum + aMs + bMs, 0);
  if (timed.length < FEWEST || !(sumMs >= LEAST_SHARE * bothMs)) return null;
  const logs = timed.map(({ aMs, bMs }) => Math.log(bMs / aMs));
  const weights = timed.map(({ aMs, bMs }) => Math.min(aMs + bMs, MOST_WEIGHT * sumMs));
  const middle = weightedMedian(logs, weights);
  const spread =
    OF_NORMAL *
    weightedMedian(
      logs.map((log) => Math.abs(log - middle)),
      weights,
    );
  const weight = weights.reduce((sum, value) => sum + value, 0);
  const effective = weight ** 2 / weights.reduce((sum, value) => sum + value * value, 0);
  const reach = (Z * OF_MEDIAN * spread) / Math.sqrt(effective);
  return {
    factor: Math.exp(middle),
    ci95: [Math.exp(middle - reach), Math.exp(middle + reach)],
    spread,
  };
}

/** What is left of a part's difference; the same with its sign turned where A and B are exchanged. */
export function ownDelta({ aMs, bMs }: UnchangedTimes, drift: Drift | null): Milliseconds {
  if (drift === null) return bMs - aMs;
  const root = Math.sqrt(drift.factor);
  return bMs / root - aMs * root;
}
