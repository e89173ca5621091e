export type Utf16Order = 'little' | 'big';

/** By the mark that a file of UTF-16 begins with; null where it has none. */
export function utf16Order(start: Uint8Array): Utf16Order | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'little';
  return start[0] === 0xfe && start[1] === 0xff ? 'big' : null;
}

/** Turns UTF-16 into UTF-8 piece by piece; half a pair becomes U+FFFD. */
export class Utf16Bytes {
  readonly #low: 0 | 1;
  #odd = -1;
  #high = 0;

  constructor(order: Utf16Order) {
    this.#low = order === 'little' ? 0 : 1;
  }

  toUtf8(bytes: Uint8Array): Uint8Array {
    const out = new Uint8Array(2 * bytes.length + 8);
    let length = 0;
    const put = (point: number): void => {
      if (point < 0x80) {
        out[length++] = point;
        return;
      }
      const more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      out[length++] = ((0xf00 >> (more + 1)) & 0xff) | (point >> (6 * more));
      for (let rest = more - 1; rest >= 0; rest -= 1) out[length++] = 0x80 | ((point >> (6 * rest)) & 0x3f);
    };
    for (const byte of bytes) {
      if (this.#odd < 0) {
        this.#odd = byte;
        continue;
      }
      const unit = this.#low === 0 ? this.#odd | (byte << 8) : (this.#odd << 8) | byte;
      this.#odd = -1;
      const isLow = unit >= 0xdc00 && unit <= 0xdfff;
      if (this.#high > 0 && isLow) {
        put(0x10000 + ((this.#high - 0xd800) << 10) + (unit - 0xdc00));
        this.#high = 0;
        continue;
      }
      if (this.#high > 0) put(0xfffd);
      this.#high = unit >= 0xd800 && unit <= 0xdbff ? unit : 0;
      if (this.#high === 0) put(isLow ? 0xfffd : unit);
    }
    return out.subarray(0, length);
  }
}
