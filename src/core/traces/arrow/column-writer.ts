import type { DiskFile } from '../disk-file.ts';

const BUFFER_BYTES = 1 << 18;

/** Writes one stretch of a file from its start on, small pieces together. */
export class ColumnWriter {
  readonly #file: DiskFile;
  readonly #from: number;
  #buffer: Uint8Array | null = null;
  #held = 0;
  /** All that was given. */
  bytes = 0;

  constructor(file: DiskFile, from: number) {
    this.#file = file;
    this.#from = from;
  }

  append(values: NodeJS.ArrayBufferView): void {
    const bytes = values.byteLength;
    const isLarge = bytes >= BUFFER_BYTES / 2;
    if (isLarge || this.#held + bytes > BUFFER_BYTES) this.flush();
    if (isLarge) this.#file.write(values, this.#from + this.bytes);
    else {
      this.#buffer ??= new Uint8Array(BUFFER_BYTES);
      this.#buffer.set(new Uint8Array(values.buffer, values.byteOffset, bytes), this.#held);
      this.#held += bytes;
    }
    this.bytes += bytes;
  }

  flush(): void {
    if (this.#held === 0 || this.#buffer === null) return;
    this.#file.write(this.#buffer.subarray(0, this.#held), this.#from + this.bytes - this.#held);
    this.#held = 0;
  }
}
