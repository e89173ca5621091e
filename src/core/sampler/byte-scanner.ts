const [ZERO, NINE, DOT, BLANK, TAB, LINE_END] = [48, 57, 46, 32, 9, 10];

/** Reads numbers out of the bytes of a kernel's text by hand: a string for every tick would be garbage to collect. */
export class ByteScanner {
  #bytes: Uint8Array = new Uint8Array(0);
  #end = 0;
  #at = 0;

  /** Over the first `length` bytes; they must not change while it is read. */
  over(bytes: Uint8Array, length = bytes.length): this {
    this.#bytes = bytes;
    this.#end = length;
    this.#at = 0;
    return this;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  get isBeforeNumber(): boolean {
    const from = this.#at;
    this.skipBlanks();
    const is = !this.isAtEnd && isDigit(this.#bytes[this.#at]);
    this.#at = from;
    return is;
  }

  get at(): number {
    return this.#at;
  }

  goTo(at: number): void {
    this.#at = at;
  }

  /** The next number of digits with a fraction or none; blanks before it are skipped. NaN where there is none. */
  number(): number {
    this.skipBlanks();
    const bytes = this.#bytes;
    let at = this.#at;
    const negative = at < this.#end && bytes[at] === 45;
    if (negative) at += 1;
    const from = at;
    let value = 0;
    for (; at < this.#end; at += 1) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > NINE - ZERO) break;
      value = value * 10 + digit;
    }
    if (at === from) return Number.NaN;
    if (at < this.#end && bytes[at] === DOT) {
      let scale = 1;
      for (at += 1; at < this.#end; at += 1) {
        const digit = (bytes[at] as number) - ZERO;
        if (digit < 0 || digit > NINE - ZERO) break;
        value = value * 10 + digit;
        scale *= 10;
      }
      value /= scale;
    }
    this.#at = at;
    return negative ? 0 - value : value;
  }

  skipBlanks(): void {
    const [bytes, end] = [this.#bytes, this.#end];
    let at = this.#at;
    while (at < end && (bytes[at] === BLANK || bytes[at] === TAB)) at += 1;
    this.#at = at;
  }

  /** To behind the next word of this line. */
  skipWord(): void {
    this.skipBlanks();
    const [bytes, end] = [this.#bytes, this.#end];
    let at = this.#at;
    for (; at < end; at += 1) {
      const byte = bytes[at];
      if (byte === BLANK || byte === TAB || byte === LINE_END) break;
    }
    this.#at = at;
  }

  skipWords(count: number): void {
    for (let word = 0; word < count; word += 1) this.skipWord();
  }

  /** To the beginning of the next line. */
  skipLine(): void {
    const next = this.#bytes.indexOf(LINE_END, this.#at);
    this.#at = next < 0 || next >= this.#end ? this.#end : next + 1;
  }

  /** To behind the next such byte of this line; false, and where it is, if there is none. */
  takesPast(byte: number): boolean {
    for (let at = this.#at; at < this.#end && this.#bytes[at] !== LINE_END; at += 1) {
      if (this.#bytes[at] !== byte) continue;
      this.#at = at + 1;
      return true;
    }
    return false;
  }

  /** Goes behind these bytes if they come next; else stays where it is. */
  takes(expected: Uint8Array): boolean {
    if (this.#at + expected.length > this.#end) return false;
    for (let index = 0; index < expected.length; index += 1) {
      if (this.#bytes[this.#at + index] !== expected[index]) return false;
    }
    this.#at += expected.length;
    return true;
  }

  /** To behind the line beginning with these bytes, from here on; false at the end where there is none. */
  findLine(beginning: Uint8Array): boolean {
    while (!this.isAtEnd) {
      if (this.takes(beginning)) return true;
      this.skipLine();
    }
    return false;
  }

  /** To behind the last such byte of the next so many; false, and where it is, if there is none. */
  goBehindLast(byte: number, within: number): boolean {
    const bytes = this.#bytes;
    let last = Math.min(this.#end, this.#at + within) - 1;
    while (last >= this.#at && bytes[last] !== byte) last -= 1;
    if (last < this.#at) return false;
    this.#at = last + 1;
    return true;
  }

  /** Tells texts apart without making strings of them (FNV-1a). */
  hash(from: number, to: number): number {
    let hash = 0x811c9dc5;
    for (let at = from; at < to && at < this.#end; at += 1)
      hash = Math.imul(hash ^ (this.#bytes[at] as number), 0x01000193);
    return hash;
  }

  /** The bytes from one place to another as text, blanks around it left out. */
  text(from: number, to: number): string {
    return new TextDecoder().decode(this.#bytes.subarray(from, Math.min(to, this.#end))).trim();
  }

  /** The word that comes next, as text. */
  word(): string {
    this.skipBlanks();
    const from = this.#at;
    this.skipWord();
    return this.text(from, this.#at);
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE;

const encoder = new TextEncoder();
/** Words to look for, made once. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);
