import type { Drift } from '../../../contract/signals.ts';
import { valueAtRank } from '../order-statistics.ts';
import { trendOf } from '../series/trend.ts';

const FEWEST_SAMPLES = 50;
const MOST_BATCHES = 128;
/** A batch's median is known well enough from so many of its samples. */
const MOST_IN_BATCH = 255;
const SIGNIFICANCE = 0.005;
/** Of the median: less is no drift that anyone would act on. */
const SMALLEST_CHANGE = 0.01;

/** Whether a run is slower or faster at its end: the trend of medians over equal stretches of it. */
export function driftOf(latenciesMs: Float64Array, medianMs: number): Drift | null {
  if (latenciesMs.length < FEWEST_SAMPLES || medianMs <= 0) return null;
  const { change, pValue } = trendOf(batchMedians(latenciesMs));
  const share = change / medianMs;
  return {
    detected: pValue < SIGNIFICANCE && Math.abs(share) >= SMALLEST_CHANGE,
    change: share,
    pValue,
  };
}

function batchMedians(latenciesMs: Float64Array): Float64Array {
  const batches = Math.min(MOST_BATCHES, latenciesMs.length);
  const size = latenciesMs.length / batches;
  return Float64Array.from({ length: batches }, (_, batch) => {
    const begin = Math.floor(batch * size);
    const length = Math.floor((batch + 1) * size) - begin;
    const taken = Math.min(length, MOST_IN_BATCH);
    const values = Float64Array.from(
      { length: taken },
      (_unused, index) => latenciesMs[begin + Math.floor((index * length) / taken)] as number,
    ).sort();
    return valueAtRank(values, (taken - 1) / 2);
  });
}
