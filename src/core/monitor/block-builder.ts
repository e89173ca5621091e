import { MARKS, type HardwareFrames } from '../../contract/hardware-channels.ts';
import type { RecordingBlock } from '../store/recording-blocks.ts';

/** What a kill may cost. */
export const LONGEST_MS = 1000;
const LARGEST_BYTES = 64 * 1024;
const VALUE_BYTES = Float64Array.BYTES_PER_ELEMENT + Uint8Array.BYTES_PER_ELEMENT;

/** Ticks as they come, row by row, until they are worth a block of columns. */
export class BlockBuilder {
  readonly #columns: readonly number[];
  readonly #periodMs: number;
  readonly #atMs: Float64Array;
  readonly #values: Float64Array;
  readonly #marks: Uint8Array;
  #ticks = 0;

  /** `columns`: the places of the frames' columns among the recording's channels. */
  constructor(columns: readonly number[], hertz: number) {
    this.#columns = columns;
    this.#periodMs = 1000 / hertz;
    const most = Math.max(1, Math.floor(LARGEST_BYTES / (columns.length * VALUE_BYTES + VALUE_BYTES)));
    this.#atMs = new Float64Array(most);
    this.#values = new Float64Array(most * columns.length);
    this.#marks = new Uint8Array(most * columns.length);
  }

  /** Takes one row of frames; true when it is time for take(). */
  add(frames: HardwareFrames, row: number): boolean {
    const width = this.#columns.length;
    const from = row * width;
    this.#atMs[this.#ticks] = frames.atMs[row] as number;
    this.#values.set(frames.values.subarray(from, from + width), this.#ticks * width);
    this.#marks.set(frames.marks.subarray(from, from + width), this.#ticks * width);
    this.#ticks += 1;
    const spanMs = (frames.atMs[row] as number) - (this.#atMs[0] as number) + this.#periodMs;
    return this.#ticks === this.#atMs.length || spanMs >= LONGEST_MS;
  }

  /** What has come since the last one, column by column; null where that is nothing. */
  take(): RecordingBlock | null {
    const ticks = this.#ticks;
    if (ticks === 0) return null;
    const width = this.#columns.length;
    const values = new Float64Array(ticks * width);
    const marks = new Uint8Array(ticks * width);
    for (let column = 0; column < width; column += 1) {
      for (let tick = 0; tick < ticks; tick += 1) {
        const value = this.#values[tick * width + column] as number;
        values[column * ticks + tick] = value;
        // A value that is none was not read, whatever its mark says.
        marks[column * ticks + tick] = Number.isNaN(value)
          ? MARKS.missing
          : (this.#marks[tick * width + column] as number);
      }
    }
    this.#ticks = 0;
    return { columns: this.#columns, atMs: this.#atMs.slice(0, ticks), values, marks };
  }
}
