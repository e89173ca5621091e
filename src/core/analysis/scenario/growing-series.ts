const FIRST_SIZE = 4096;

/** Numbers of which nobody knows beforehand how many there will be, without a box for each. */
export class GrowingSeries {
  #values = new Float64Array(FIRST_SIZE);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const wider = new Float64Array(this.#length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  at(index: number): number {
    return this.#values[index] as number;
  }

  /** A copy, from one place up to another. */
  slice(from = 0, to = this.#length): Float64Array {
    return this.#values.slice(from, Math.min(to, this.#length));
  }
}
