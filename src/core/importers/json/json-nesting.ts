const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CLOSERS = 0x5d;
const OPENERS = 0x5b;

/** Passes over one value with brackets, or one string, whatever is in it, in pieces cut anywhere. */
export class JsonNesting {
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #isOver = false;

  get isOver(): boolean {
    return this.#isOver;
  }

  begin(): void {
    this.#depth = 0;
    this.#inString = false;
    this.#isEscaped = false;
    this.#isOver = false;
  }

  /** Gives where the value ends, or `to`. */
  pass(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to) {
      const byte = bytes[at] as number;
      at += 1;
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) this.#inString = false;
        else continue;
        if (this.#inString || this.#depth > 0) continue;
      } else if (byte === QUOTE) {
        this.#inString = true;
        continue;
      } else if ((byte & 0xdf) === OPENERS) {
        this.#depth += 1;
        continue;
      } else if ((byte & 0xdf) === CLOSERS) {
        this.#depth -= 1;
        if (this.#depth > 0) continue;
      } else continue;
      this.#isOver = true;
      return at;
    }
    return at;
  }
}
