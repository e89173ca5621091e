import { EFFECTIVE_WANTED } from './intervals.ts';
import { tQuantile } from './distributions/student-t.ts';
import {
  LARGEST_CORRELATION,
  lagOne,
  longRunVariance,
  mostIndependentOf,
} from './series/long-run-variance.ts';

/** When there are so many, neighbours are merged. */
const MOST_BATCHES = 512;

/**
 * How far a running median may be off, in a series whose neighbours resemble each other: the long-run variance of
 * the share that lay under the median of its time, in batches that grow with the series.
 */
export class LiveMemory {
  readonly #shares: number[] = [];
  #size = 1;
  #inBatch = 0;
  #below = 0;

  /** One sample: 1 under the median so far, 0 above it, between where it cannot be told. True where a batch ended. */
  add(below: number): boolean {
    this.#below += below;
    this.#inBatch += 1;
    if (this.#inBatch < this.#size) return false;
    this.#shares.push(this.#below / this.#size);
    this.#below = 0;
    this.#inBatch = 0;
    if (this.#shares.length === MOST_BATCHES) this.#merge();
    return true;
  }

  /** Half the width of the median's 95 % interval, as a share of all samples; null where they are too few. */
  reach(count: number): number | null {
    if (count < EFFECTIVE_WANTED) return null;
    const shares = Float64Array.from(this.#shares);
    const lag = lagOne(shares);
    // Van Vleck's arcsine law: the correlation of the values from that of the sides on which they lie.
    const correlation = Math.min(LARGEST_CORRELATION, this.#size === 1 ? Math.sin((Math.PI / 2) * lag) : lag);
    if (mostIndependentOf(shares.length, correlation) < EFFECTIVE_WANTED) return null;
    const { variance, freedom } = longRunVariance(shares, correlation);
    return tQuantile(0.975, freedom) * Math.sqrt((variance * this.#size) / count);
  }

  #merge(): void {
    const half = this.#shares.length / 2;
    for (let index = 0; index < half; index += 1) {
      this.#shares[index] =
        ((this.#shares[2 * index] as number) + (this.#shares[2 * index + 1] as number)) / 2;
    }
    this.#shares.length = half;
    this.#size *= 2;
  }
}
