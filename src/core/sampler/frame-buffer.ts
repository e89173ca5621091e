import type { HardwareFrames } from '../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../contract/units.ts';

/** Ticks on their way to the host: memory taken once for a catalog, and used again after each hand-over. */
export class FrameBuffer {
  readonly #revision: number;
  readonly #columns: number;
  readonly #atMs: Float64Array;
  readonly #values: Float64Array;
  readonly #marks: Uint8Array;
  #rows = 0;

  constructor(revision: number, columns: number, capacity: number) {
    this.#revision = revision;
    this.#columns = columns;
    this.#atMs = new Float64Array(capacity);
    this.#values = new Float64Array(capacity * columns);
    this.#marks = new Uint8Array(capacity * columns);
  }

  get rows(): number {
    return this.#rows;
  }

  get isFull(): boolean {
    return this.#rows === this.#atMs.length;
  }

  push(atMs: Milliseconds, values: Float64Array, marks: Uint8Array): void {
    this.#atMs[this.#rows] = atMs;
    this.#values.set(values, this.#rows * this.#columns);
    this.#marks.set(marks, this.#rows * this.#columns);
    this.#rows += 1;
  }

  /** What has come since the last time, copied: a channel between processes sends the memory behind a view whole. */
  take(): HardwareFrames {
    const rows = this.#rows;
    this.#rows = 0;
    return {
      revision: this.#revision,
      atMs: this.#atMs.slice(0, rows),
      values: this.#values.slice(0, rows * this.#columns),
      marks: this.#marks.slice(0, rows * this.#columns),
    };
  }
}
