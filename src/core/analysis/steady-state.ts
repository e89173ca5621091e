import { trendOf } from './series/trend.ts';
import { percentileOfSorted } from './summary.ts';

const BATCH = 5;
const FEWEST_BATCHES = 8;
/** When there are so many, neighbours are merged: a verdict costs the same however long the warm-up. */
const MOST_BATCHES = 256;
/** The last batches are no candidates: a few that happen to agree would always win (White 1997). */
const LAST_BATCHES = 3;
/** For how long the answer must have been yes, as a share of the series. */
const HELD = 0.25;
/** A batch further off than so many deviations counts as that far off: a burst of slow ones is no new beginning. */
const REACH = 5;
/** So unlikely a trend by chance is one, if it is large enough to matter: a wrong alarm costs a longer warm-up only. */
const TREND_SIGNIFICANCE = 0.1;
const SMALLEST_TREND = 0.01;
/** Of the median: a difference below this is no change of speed. */
const SMALLEST_DEVIATION = 0.005;
/** From the median absolute deviation to the standard deviation of a normal distribution. */
const DEVIATION_OF_MAD = 1.4826;

/** Below this nothing can be found: a slow model reaches the warm-up's cap with fewer. */
export const STEADY_NEEDS_ITERATIONS = 55;

export interface SteadyVerdict {
  /** Whether the end of the series is steady. */
  readonly steady: boolean;
  /** How many iterations at the beginning are not; null while unknown. */
  readonly transient: number | null;
}

/**
 * Finds, while a series grows, where it becomes steady, by MSER-5 (White 1997; Franklin and White 2008): the
 * truncation that makes the mean of the rest surest, on batches of five. The batches are medians rather than means,
 * since now and then an iteration is slow for reasons of the machine's own. Steady means that the truncation lies in
 * the first half, as the method asks, and has lain there for the last quarter of the series. The same samples give
 * the same verdict, however they are handed over.
 */
export class SteadyState {
  readonly #rest: number[] = [];
  readonly #batches: number[] = [];
  /** Medians of five in a batch, and those that wait to become one. */
  #mediansInBatch = 1;
  #medians = 0;
  #sum = 0;
  #truncation = 0;
  #steadySince: number | null = null;

  add(latenciesMs: Float64Array): void {
    for (const latency of latenciesMs) {
      this.#rest.push(latency);
      if (this.#rest.length < BATCH) continue;
      this.#sum += medianOf(this.#rest);
      this.#medians += 1;
      this.#rest.length = 0;
      if (this.#medians === this.#mediansInBatch) this.#close();
    }
  }

  verdict(): SteadyVerdict {
    const count = this.#batches.length * this.#batchSize;
    const since = this.#steadySince;
    const steady = since !== null && count - since >= HELD * count && !this.#runsOn();
    return { steady, transient: steady ? this.#truncation * this.#batchSize : null };
  }

  /** Whether what is kept still goes one way, as the beginning of a long decay does, which no truncation shortens. */
  #runsOn(): boolean {
    const kept = Float64Array.from(this.#batches.slice(this.#truncation));
    const { change, pValue } = trendOf(kept);
    return pValue < TREND_SIGNIFICANCE && Math.abs(change) >= SMALLEST_TREND * medianOf([...kept]);
  }

  get #batchSize(): number {
    return BATCH * this.#mediansInBatch;
  }

  #close(): void {
    this.#batches.push(this.#sum / this.#medians);
    this.#sum = 0;
    this.#medians = 0;
    if (this.#batches.length === MOST_BATCHES) this.#merge();
    if (this.#batches.length < FEWEST_BATCHES) return;
    this.#truncation = truncationOf(this.#batches);
    const inFirstHalf = this.#truncation <= this.#batches.length / 2;
    if (!inFirstHalf) this.#steadySince = null;
    else this.#steadySince ??= this.#batches.length * this.#batchSize;
  }

  #merge(): void {
    const half = this.#batches.length / 2;
    for (let index = 0; index < half; index += 1) {
      const [left, right] = [this.#batches[2 * index] as number, this.#batches[2 * index + 1] as number];
      this.#batches[index] = (left + right) / 2;
    }
    this.#batches.length = half;
    this.#mediansInBatch *= 2;
  }
}

/** The number of batches without which the standard error of the others' mean is smallest. */
function truncationOf(batches: readonly number[]): number {
  const { low, high } = reachOf(batches.slice(Math.floor(batches.length / 2)));
  let best = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let mean = 0;
  let squares = 0;
  // From the end, by Welford's running form, so that each truncation costs one step.
  for (let start = batches.length - 1; start >= 0; start -= 1) {
    const kept = batches.length - start;
    const delta = Math.min(high, Math.max(low, batches[start] as number)) - mean;
    mean += delta / kept;
    squares += delta * (delta - delta / kept);
    const errorSquared = squares / kept ** 2;
    // Of equals the earliest.
    if (kept > LAST_BATCHES && errorSquared <= smallest) {
      best = start;
      smallest = errorSquared;
    }
  }
  return best;
}

function reachOf(batches: readonly number[]): { readonly low: number; readonly high: number } {
  const middle = medianOf(batches);
  const mad = medianOf(batches.map((value) => Math.abs(value - middle)));
  const reach = REACH * Math.max(DEVIATION_OF_MAD * mad, SMALLEST_DEVIATION * middle);
  return { low: middle - reach, high: middle + reach };
}

function medianOf(values: readonly number[]): number {
  return percentileOfSorted(Float64Array.from(values).sort(), 0.5);
}
