/** Enough for an interval of the mean of a series whose neighbours resemble each other. */
export const MOST_BATCHES = 64;

/** How many iterations make a batch, for all series of a tally alike: it doubles when there are too many batches. */
export class BatchClock {
  #size = 1;
  #iterations = 0;

  get size(): number {
    return this.#size;
  }

  get iterations(): number {
    return this.#iterations;
  }

  /** Batches that are full: what is left at the end is in none. */
  get batches(): number {
    return Math.floor(this.#iterations / this.#size);
  }

  /** True where the batches of every series are to be joined in pairs before anything of this iteration is added. */
  beginIteration(): boolean {
    const overflows = this.#iterations === MOST_BATCHES * this.#size;
    if (overflows) this.#size *= 2;
    this.#iterations += 1;
    return overflows;
  }

  /** Of an iteration; the first is 0. */
  batchOf(iteration: number): number {
    return Math.floor(iteration / this.#size);
  }
}

/** A series over iterations in constant memory: an iteration in which nothing was added counts as zero. */
export class BatchSums {
  readonly #sums = new Float64Array(MOST_BATCHES);

  /** To the iteration that has begun last, or an earlier one. */
  add(clock: BatchClock, value: number, iteration = clock.iterations - 1): void {
    const batch = clock.batchOf(iteration);
    this.#sums[batch] = (this.#sums[batch] as number) + value;
  }

  join(): void {
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const pair = 2 * batch;
      this.#sums[batch] = (this.#sums[pair] ?? 0) + (this.#sums[pair + 1] ?? 0);
    }
  }

  means(clock: BatchClock): Float64Array {
    return this.#sums.slice(0, clock.batches).map((sum) => sum / clock.size);
  }
}
