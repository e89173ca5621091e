/** Whole numbers by their place, of which there may be many; what was never set reads as −1. */
export class IntColumn {
  #values = new Int32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What is no whole number that fits, such as null, is −1. */
  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Int32Array(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    const isWhole = Number.isInteger(value) && value >= 0 && value <= 0x7fffffff;
    this.#values[this.#length++] = isWhole ? value : -1;
  }

  set(place: number, value: number): void {
    if (place >= 0 && place < this.#length) this.#values[place] = value;
  }

  get(place: number): number {
    return place >= 0 && place < this.#length ? (this.#values[place] as number) : -1;
  }
}
