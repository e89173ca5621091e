import { MARKS } from '../../contract/hardware-channels.ts';

/** A gap of more readings than this is a break in the line, not a long step. */
const MOST_LEFT_OUT = 4;
const FIRST_CAPACITY = 256;

/** One channel's readings put together out of blocks or frames; repeats are left out. */
export class ChannelTrack {
  readonly #breakAfterMs: number;
  #atMs = new Float64Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);
  #count = 0;

  /** `periodMs`: how often it is read; null for what comes when it comes. */
  constructor(periodMs: number | null) {
    this.#breakAfterMs = periodMs === null ? Number.POSITIVE_INFINITY : MOST_LEFT_OUT * periodMs + 1000;
  }

  add(atMs: number, value: number, mark: number): void {
    if (mark === MARKS.repeat) return;
    const before = this.#count === 0 ? atMs : (this.#atMs[this.#count - 1] as number);
    // A device that was gone for a while was not measured meanwhile.
    if (atMs - before > this.#breakAfterMs) this.#push((atMs + before) / 2, Number.NaN);
    this.#push(atMs, mark === MARKS.missing ? Number.NaN : value);
  }

  get atMs(): Float64Array {
    return this.#atMs.subarray(0, this.#count);
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.#count);
  }

  #push(atMs: number, value: number): void {
    if (this.#count === this.#atMs.length) {
      this.#atMs = doubled(this.#atMs);
      this.#values = doubled(this.#values);
    }
    this.#atMs[this.#count] = atMs;
    this.#values[this.#count] = value;
    this.#count += 1;
  }
}

function doubled(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
