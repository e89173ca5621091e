import { thinEvenly, type Line } from './down-sample.ts';

/**
 * The points of a chart that grows: appending costs the new points only, and once twice the limit is reached the
 * whole is thinned to the limit, extremes kept. So a run of any length stays drawable at 10 Hz. It is thinned evenly
 * over x: by count, what came first would be thinned again and again and fade away beside what came last.
 */
export class LiveTrack {
  readonly #limit: number;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  #length = 0;

  constructor(limit = 2000) {
    this.#limit = limit;
    this.#x = new Float64Array(limit * 2);
    this.#y = new Float64Array(limit * 2);
  }

  get length(): number {
    return this.#length;
  }

  append(x: Float64Array, y: Float64Array): void {
    const count = Math.min(x.length, y.length);
    for (let index = 0; index < count; index += 1) {
      if (this.#length === this.#x.length) this.#thin();
      this.#x[this.#length] = x[index] as number;
      this.#y[this.#length] = y[index] as number;
      this.#length += 1;
    }
  }

  /** Views of the points so far; valid until the next append. */
  line(): Line {
    return { x: this.#x.subarray(0, this.#length), y: this.#y.subarray(0, this.#length) };
  }

  clear(): void {
    this.#length = 0;
  }

  #thin(): void {
    const { x, y } = this.line();
    const thinned = thinEvenly(x, y, this.#limit);
    this.#x.set(thinned.x);
    this.#y.set(thinned.y);
    this.#length = thinned.x.length;
  }
}
