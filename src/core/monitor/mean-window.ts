/** The last values of one channel, and their mean once there are as many as it takes. */
export class MeanWindow {
  readonly #values: Float64Array;
  #count = 0;

  constructor(size: number) {
    this.#values = new Float64Array(Math.max(1, size));
  }

  add(value: number): void {
    this.#values[this.#count % this.#values.length] = value;
    this.#count += 1;
  }

  /** In order; what the window would have forgotten again is not even looked at. */
  addAll(values: Float64Array): void {
    for (let index = Math.max(0, values.length - this.#values.length); index < values.length; index += 1)
      this.add(values[index] as number);
  }

  /** Summed anew each time: a running sum would drift. */
  get mean(): number | null {
    if (this.#count < this.#values.length) return null;
    let sum = 0;
    for (const value of this.#values) sum += value;
    return sum / this.#values.length;
  }
}
