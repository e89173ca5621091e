const CHUNK = 64 * 1024;
/** A number takes at most a mark and eight bytes. */
const MOST_BYTES = 9;
const NO_WHOLE = 1;

interface Chunk {
  readonly bytes: Uint8Array;
  length: number;
}

/**
 * Numbers to be read again in their order: small whole ones take a byte or two, others nine. What a file lists by
 * the hundred million is kept in less room than it takes as text.
 */
export class NumberLog {
  readonly #chunks: Chunk[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  push(value: number): void {
    let chunk = this.#chunks.at(-1);
    if (chunk === undefined || chunk.length + MOST_BYTES > chunk.bytes.length) chunk = this.#grow(chunk);
    chunk.length = write(chunk.bytes, chunk.length, value);
    this.#count += 1;
  }

  /** Most logs are short: the first chunk starts small. */
  #grow(chunk: Chunk | undefined): Chunk {
    if (chunk !== undefined && chunk.bytes.length < CHUNK) {
      const bytes = new Uint8Array(CHUNK);
      bytes.set(chunk.bytes);
      const grown = { bytes, length: chunk.length };
      this.#chunks[0] = grown;
      return grown;
    }
    const fresh = { bytes: new Uint8Array(chunk === undefined ? 256 : CHUNK), length: 0 };
    this.#chunks.push(fresh);
    return fresh;
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#count = 0;
  }

  *[Symbol.iterator](): Generator<number> {
    const reader = this.reader();
    for (let left = this.#count; left > 0; left -= 1) yield reader();
  }

  /** Gives one number after the other; NaN behind the last. */
  reader(): () => number {
    let place = 0;
    let at = 0;
    return () => {
      let chunk = this.#chunks[place];
      if (chunk !== undefined && at >= chunk.length) {
        place += 1;
        at = 0;
        chunk = this.#chunks[place];
      }
      if (chunk === undefined) return Number.NaN;
      const { bytes } = chunk;
      let byte = bytes[at++] as number;
      if (byte === NO_WHOLE) {
        at += 8;
        return new DataView(bytes.buffer).getFloat64(at - 8, true);
      }
      let value = (byte & 0x7f) >> 1;
      for (let scale = 64; byte >= 0x80; scale *= 128) {
        byte = bytes[at++] as number;
        value += (byte & 0x7f) * scale;
      }
      // Even ones stand for what is not negative.
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    };
  }
}

/** The lowest bit of the first byte is left for the mark. */
function write(bytes: Uint8Array, start: number, value: number): number {
  let at = start;
  if (!(Math.abs(value) < 2 ** 50) || Math.floor(value) !== value) {
    bytes[at] = NO_WHOLE;
    new DataView(bytes.buffer).setFloat64(at + 1, value, true);
    return at + 9;
  }
  let rest = value >= 0 ? 2 * value : -2 * value - 1;
  const low = rest % 64;
  rest = (rest - low) / 64;
  bytes[at++] = (low << 1) | (rest > 0 ? 0x80 : 0);
  while (rest > 0) {
    const next = rest % 128;
    rest = (rest - next) / 128;
    bytes[at++] = next | (rest > 0 ? 0x80 : 0);
  }
  return at;
}
