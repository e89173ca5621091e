import type { HardwareCatalog, HardwareFrames } from '../../contract/hardware-channels.ts';

/** The last ticks of one catalog, in memory taken once. */
export class FrameRing {
  readonly #capacity: number;
  #revision = 0;
  #ids: readonly string[] = [];
  #atMs: Float64Array;
  #values = new Float64Array(0);
  #marks = new Uint8Array(0);
  #next = 0;
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#atMs = new Float64Array(capacity);
  }

  /** What follows has these columns. The same columns at another rate are no reason to forget. */
  adopt({ revision, channels }: HardwareCatalog): void {
    const ids = channels.map(({ id }) => id);
    this.#revision = revision;
    if (ids.length === this.#ids.length && ids.every((id, column) => id === this.#ids[column])) return;
    this.#ids = ids;
    this.#atMs = new Float64Array(this.#capacity);
    this.#values = new Float64Array(this.#capacity * ids.length);
    this.#marks = new Uint8Array(this.#capacity * ids.length);
    this.#next = 0;
    this.#count = 0;
  }

  push({ revision, atMs, values, marks }: HardwareFrames): void {
    const columns = this.#ids.length;
    if (revision !== this.#revision || values.length !== atMs.length * columns) return;
    for (let row = 0; row < atMs.length; row += 1) {
      this.#atMs[this.#next] = atMs[row] ?? Number.NaN;
      this.#values.set(values.subarray(row * columns, (row + 1) * columns), this.#next * columns);
      this.#marks.set(marks.subarray(row * columns, (row + 1) * columns), this.#next * columns);
      this.#next = (this.#next + 1) % this.#capacity;
      this.#count = Math.min(this.#count + 1, this.#capacity);
    }
  }

  /** A copy, oldest first; null where there is nothing yet. */
  frames(): HardwareFrames | null {
    if (this.#count === 0) return null;
    const [columns, count] = [this.#ids.length, this.#count];
    const first = (this.#next - count + this.#capacity) % this.#capacity;
    const untilEnd = Math.min(count, this.#capacity - first);
    const copy = <Column extends Float64Array | Uint8Array>(
      from: Column,
      width: number,
      into: Column,
    ): Column => {
      into.set(from.subarray(first * width, (first + untilEnd) * width));
      into.set(from.subarray(0, (count - untilEnd) * width), untilEnd * width);
      return into;
    };
    return {
      revision: this.#revision,
      atMs: copy(this.#atMs, 1, new Float64Array(count)),
      values: copy(this.#values, columns, new Float64Array(count * columns)),
      marks: copy(this.#marks, columns, new Uint8Array(count * columns)),
    };
  }
}
