import type { StackTrack } from './stack-track.ts';

/** A wait of so many intervals is no sampling interval any more: the thread did not run. */
const LONGEST_WAIT = 4;

/**
 * Stacks seen at moments, as spans of time: a stack stands until the next one is seen. A sampler that looks only at
 * what runs leaves gaps where a thread sleeps: there its last stack stands for one interval.
 */
export class SampledThread {
  readonly #track: StackTrack;
  /** The latest, with room to grow. */
  #frames = new Uint32Array(64);
  #count = -1;
  #at = 0;
  #intervalNs = 0;

  constructor(track: StackTrack) {
    this.#track = track;
  }

  /** The moment of the latest sample; NaN before the first. */
  get at(): number {
    return this.#count < 0 ? Number.NaN : this.#at;
  }

  /** `intervalNs` is what one sample stands for. Moments may not go back. */
  sample(frames: ArrayLike<number>, count: number, atNs: number, intervalNs: number): void {
    this.#settle(atNs);
    if (this.#frames.length < count) this.#frames = new Uint32Array(2 * count);
    for (let place = 0; place < count; place += 1) this.#frames[place] = frames[place] as number;
    this.#count = count;
    this.#at = atNs;
    this.#intervalNs = intervalNs;
  }

  end(): void {
    if (this.#count < 0) return;
    this.#settle(this.#at + this.#intervalNs);
    this.#track.end(this.#at + this.#intervalNs);
  }

  #settle(untilNs: number): void {
    if (this.#count < 0) return;
    this.#track.stack(this.#frames, this.#count, this.#at);
    if (untilNs - this.#at > LONGEST_WAIT * this.#intervalNs) {
      this.#track.stack(this.#frames, 0, this.#at + this.#intervalNs);
    }
  }
}
