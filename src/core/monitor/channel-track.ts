import { MARKS } from '../../contract/hardware-channels.ts';
import { thinEvenly } from '../analysis/down-sample.ts';

/** A gap of more readings than this is a break in the line, not a long step. */
const MOST_LEFT_OUT = 4;
const FIRST_CAPACITY = 256;
/** With so many times the wanted points the whole is thinned to half, so that a day is read in one go. */
const SURPLUS = 8;

/** One channel's readings put together out of blocks or frames; repeats are left out. */
export class ChannelTrack {
  readonly #breakAfterMs: number;
  readonly #points: number;
  #atMs = new Float64Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);
  #count = 0;
  /** Of the last reading, kept or not. */
  #lastMs: number | null = null;

  /** `periodMs`: how often it is read; null for what comes when it comes. `points`: about how many are wanted. */
  constructor(periodMs: number | null, points = Number.POSITIVE_INFINITY) {
    this.#points = points;
    this.#breakAfterMs = periodMs === null ? Number.POSITIVE_INFINITY : MOST_LEFT_OUT * periodMs + 1000;
  }

  add(atMs: number, value: number, mark: number): void {
    if (mark === MARKS.repeat) return;
    const before = this.#lastMs ?? atMs;
    this.#lastMs = atMs;
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

  get isLong(): boolean {
    return this.#count >= this.#points * SURPLUS;
  }

  /** Extremes stay. Half a millisecond of work: whoever reads many channels takes a turn for each. */
  thin(): void {
    const { x, y } = thinEvenly(this.atMs, this.values, (this.#points * SURPLUS) / 2);
    this.#atMs.set(x);
    this.#values.set(y);
    this.#count = x.length;
  }
}

function doubled(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
