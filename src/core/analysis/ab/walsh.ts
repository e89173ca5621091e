import type { Interval } from '../../../contract/latency.ts';

/** The means of all pairs of values, each value with itself too (Walsh 1949), in ascending order. */
export function walshAverages(values: readonly number[]): Float64Array {
  const averages = new Float64Array((values.length * (values.length + 1)) / 2);
  let at = 0;
  for (let i = 0; i < values.length; i += 1) {
    for (let j = i; j < values.length; j += 1) {
      averages[at] = ((values[i] as number) + (values[j] as number)) / 2;
      at += 1;
    }
  }
  return averages.sort();
}

/** The centre of a symmetric distribution (Hodges and Lehmann 1963): one wild value in four moves it little. */
export function hodgesLehmann(averages: Float64Array): number {
  const middle = averages.length >> 1;
  const upper = averages[middle] as number;
  return averages.length % 2 === 1 ? upper : ((averages[middle - 1] as number) + upper) / 2;
}

/**
 * The centres that a signed-rank test with this largest refused rank sum would not refuse (Tukey 1949). Closed, so
 * that ties make it cover more often than it says, never less.
 */
export function walshInterval(averages: Float64Array, rankSum: number): Interval | null {
  if (rankSum < 0 || 2 * rankSum + 1 >= averages.length) return null;
  return [averages[rankSum] as number, averages[averages.length - 1 - rankSum] as number];
}
