import type { Milliseconds } from '../../../contract/units.ts';

/** Cells of the head: a lock that is odd while it is being written, and how many readings there were. */
const [LOCK, COUNT] = [0, 1];
const HEAD_BYTES = 16;
const [SPENT] = [0];
const TRIES = 100;

/**
 * One source's newest values between its thread and the tick, without waiting on either side: a sequence lock. The
 * writer makes the number odd, writes, and makes it even; a reader who saw it odd or changed reads again.
 */
export class SharedReadings {
  readonly memory: SharedArrayBuffer;
  readonly #head: Int32Array;
  readonly #times: Float64Array;
  readonly #values: Float64Array;
  readonly #marks: Uint8Array;

  constructor(columns: number, memory = new SharedArrayBuffer(HEAD_BYTES + 8 + columns * 9)) {
    this.memory = memory;
    this.#head = new Int32Array(memory, 0, HEAD_BYTES / 4);
    this.#times = new Float64Array(memory, HEAD_BYTES, 1);
    this.#values = new Float64Array(memory, HEAD_BYTES + 8, columns);
    this.#marks = new Uint8Array(memory, HEAD_BYTES + 8 + columns * 8, columns);
  }

  /** Grows with every reading: what the watchdog looks at. */
  get count(): number {
    return Atomics.load(this.#head, COUNT);
  }

  /** Time spent on all readings so far. */
  get spentMs(): Milliseconds {
    return this.#times[SPENT] ?? 0;
  }

  publish(values: Float64Array, marks: Uint8Array, tookMs: Milliseconds): void {
    Atomics.add(this.#head, LOCK, 1);
    this.#values.set(values);
    this.#marks.set(marks);
    this.#times[SPENT] = this.spentMs + tookMs;
    Atomics.add(this.#head, LOCK, 1);
    Atomics.add(this.#head, COUNT, 1);
  }

  /** False where the writer was never out of the way; what was copied is then not to be used. */
  copyTo(values: Float64Array, marks: Uint8Array, offset: number): boolean {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const before = Atomics.load(this.#head, LOCK);
      if (before % 2 !== 0) continue;
      values.set(this.#values, offset);
      marks.set(this.#marks, offset);
      if (Atomics.load(this.#head, LOCK) === before) return true;
    }
    return false;
  }
}
