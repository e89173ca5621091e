/** Up to here every microsecond has a bucket of its own; above, each octave has this many halves of it. */
const EXACT = 64;
const PER_OCTAVE = EXACT / 2;
/** Tukey's outer fence: what lies beyond was interrupted. */
const FENCE = 3;
/** A fence of a series without spread still lets a tick of the clock pass. */
const TICK_US = 2;

/**
 * Whole microseconds in buckets that are at most 3 % wide, as many as the values span: small for an operator that
 * always takes about as long, which is nearly every one.
 */
export class DurationHistogram {
  #counts = new Uint32Array(8);
  /** Bucket of the first count. */
  #first = 0;
  #count = 0;
  #fenceUs = Number.POSITIVE_INFINITY;
  #nextFenceAt = 8;

  add(valueUs: number): void {
    const bucket = bucketOf(valueUs);
    this.#reach(bucket);
    const at = bucket - this.#first;
    this.#counts[at] = (this.#counts[at] as number) + 1;
    this.#count += 1;
    if (this.#count !== this.#nextFenceAt) return;
    this.#nextFenceAt *= 2;
    this.#fenceUs = this.fence();
  }

  /** The value, or the fence as it was when last looked at where the value is beyond. */
  clip(valueUs: number): number {
    return Math.min(valueUs, this.#fenceUs);
  }

  /**
   * The mean of what nothing interrupted: on a machine that does other things as well a few executions take a hundred
   * times as long as all others, and say nothing of the operator.
   */
  typical(): number {
    const fence = this.fence();
    let sum = 0;
    let count = 0;
    for (const [at, many] of this.#counts.entries()) {
      const middle = middleOf(this.#first + at);
      if (many === 0 || middle > fence) continue;
      sum += middle * many;
      count += many;
    }
    return count === 0 ? 0 : sum / count;
  }

  fence(): number {
    const [lower, upper] = [this.#quantile(0.25), this.#quantile(0.75)];
    return upper + FENCE * (upper - lower) + TICK_US;
  }

  /** As if the values of a bucket were spread evenly over it. */
  #quantile(fraction: number): number {
    const rank = fraction * this.#count;
    let below = 0;
    for (const [at, many] of this.#counts.entries()) {
      if (many > 0 && below + many >= rank) {
        const bucket = this.#first + at;
        return lowOf(bucket) + ((rank - below) / many) * (lowOf(bucket + 1) - lowOf(bucket));
      }
      below += many;
    }
    return 0;
  }

  #reach(bucket: number): void {
    if (this.#count === 0) this.#first = Math.max(0, bucket - this.#counts.length / 2);
    const last = this.#first + this.#counts.length - 1;
    if (bucket >= this.#first && bucket <= last) return;
    const first = Math.min(this.#first, bucket);
    const grown = new Uint32Array(Math.max(last, bucket) - first + 5);
    grown.set(this.#counts, this.#first - first);
    this.#counts = grown;
    this.#first = first;
  }
}

function bucketOf(valueUs: number): number {
  const value = Math.max(0, Math.floor(valueUs));
  if (value < EXACT) return value;
  const octave = Math.floor(Math.log2(value / PER_OCTAVE));
  return octave * PER_OCTAVE + Math.floor(value / 2 ** octave);
}

function lowOf(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const octave = Math.floor(bucket / PER_OCTAVE) - 1;
  return (bucket - octave * PER_OCTAVE) * 2 ** octave;
}

/** Of the whole microseconds in it: those that are cut off are added elsewhere. */
function middleOf(bucket: number): number {
  return (lowOf(bucket) + lowOf(bucket + 1) - 1) / 2;
}
