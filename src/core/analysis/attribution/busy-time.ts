/** Stretches of time in which at least one of some intervals goes on. */
export class BusyTime {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** Busy time before each stretch. */
  readonly #before: number[] = [];
  #total = 0;

  /** Intervals by their start. */
  constructor(intervals: readonly { readonly startUs: number; readonly endUs: number }[]) {
    for (const { startUs, endUs } of intervals) {
      const last = this.#ends.length - 1;
      const end = this.#ends[last];
      if (end !== undefined && startUs <= end) {
        if (endUs > end) {
          this.#total += endUs - end;
          this.#ends[last] = endUs;
        }
        continue;
      }
      this.#starts.push(startUs);
      this.#ends.push(endUs);
      this.#before.push(this.#total);
      this.#total += endUs - startUs;
    }
  }

  get totalUs(): number {
    return this.#total;
  }

  /** How much of [from, to) is busy. */
  within(fromUs: number, toUs: number): number {
    return toUs > fromUs ? this.#until(toUs) - this.#until(fromUs) : 0;
  }

  #until(atUs: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as number) <= atUs) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return 0;
    const end = Math.min(atUs, this.#ends[low - 1] as number);
    return (this.#before[low - 1] as number) + end - (this.#starts[low - 1] as number);
  }
}
