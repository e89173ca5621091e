import type { RunningLatency } from '../../contract/latency.ts';
import { medianIntervalRanks, SAMPLES_WANTED } from './summary.ts';

const BUCKETS_PER_OCTAVE = 128;
const SMALLEST_MS = 1e-6;
const OCTAVES = 44;
/** From the middle of a bucket to its edge, as a factor. */
const HALF_BUCKET = 2 ** (0.5 / BUCKETS_PER_OCTAVE);

/**
 * Running percentiles in constant memory: logarithmic buckets 2^(1/128) apart, so any percentile is within
 * 0.28 % of the exact one, from a nanosecond to 4.8 hours. Recording costs one logarithm.
 */
export class LiveHistogram {
  readonly #counts = new Uint32Array(BUCKETS_PER_OCTAVE * OCTAVES);
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  record(latenciesMs: Float64Array): void {
    for (const value of latenciesMs) {
      const bucket = Math.floor(Math.log2(Math.max(value, SMALLEST_MS) / SMALLEST_MS) * BUCKETS_PER_OCTAVE);
      const index = Math.min(bucket, this.#counts.length - 1);
      this.#counts[index] = (this.#counts[index] as number) + 1;
      this.#count += 1;
      this.#sum += value;
      if (value < this.#min) this.#min = value;
      if (value > this.#max) this.#max = value;
    }
  }

  running(): RunningLatency | null {
    if (this.#count === 0) return null;
    const [low, high] = medianIntervalRanks(this.#count);
    const last = this.#count - 1;
    const ranks = [low, Math.floor(last / 2), high, Math.floor(last * 0.9), Math.floor(last * 0.99)];
    const [p50Low, p50, p50High, p90, p99] = this.#valuesAt(ranks) as [
      number,
      number,
      number,
      number,
      number,
    ];
    return {
      count: this.#count,
      mean: this.#sum / this.#count,
      min: this.#min,
      max: this.#max,
      p50,
      // As wide as the buckets at least: no interval is surer than what it was read from.
      p50Low: Math.max(this.#min, p50Low / HALF_BUCKET),
      p50High: Math.min(this.#max, p50High * HALF_BUCKET),
      p90,
      p99: this.#count >= SAMPLES_WANTED.p99 ? p99 : null,
    };
  }

  /** Values at the ranks in one walk; middle of the bucket, kept inside what was seen. */
  #valuesAt(ranks: readonly number[]): number[] {
    // With few samples the median's upper rank lies above that of p90, so the order is not given.
    const order = ranks.map((rank, place) => ({ rank, place })).sort((left, right) => left.rank - right.rank);
    const values = new Array<number>(ranks.length);
    let seen = 0;
    let bucket = -1;
    for (const { rank, place } of order) {
      while (seen <= rank && bucket < this.#counts.length - 1) {
        bucket += 1;
        seen += this.#counts[bucket] as number;
      }
      const middle = SMALLEST_MS * 2 ** ((bucket + 0.5) / BUCKETS_PER_OCTAVE);
      values[place] = Math.min(this.#max, Math.max(this.#min, middle));
    }
    return values;
  }
}
