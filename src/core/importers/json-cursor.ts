import { decodeUtf8 } from '../model/utf8.ts';

/** These bytes are not JSON. Caught by whoever gave them to the cursor: no user ever sees it. */
export class NotJson extends Error {}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Walks over one JSON value in bytes, and makes nothing of what nobody asks for. Throws NotJson. */
export class JsonCursor {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;

  begin(bytes: Uint8Array, from: number, to: number): void {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = to;
  }

  get at(): number {
    return this.#at;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** The first byte of the next value: tells what it is. */
  peek(): number {
    this.#space();
    return this.#at < this.#end ? (this.#bytes[this.#at] as number) : 0;
  }

  isObject(): boolean {
    return this.peek() === OPEN_OBJECT;
  }

  isList(): boolean {
    return this.peek() === OPEN_LIST;
  }

  isText(): boolean {
    return this.peek() === QUOTE;
  }

  /** Steps to the first, then to the next key of an object; false after the last, behind the bracket. */
  nextKey(isFirst: boolean): boolean {
    return this.#next(isFirst, OPEN_OBJECT, CLOSE_OBJECT);
  }

  /** The same for the values of a list. */
  nextValue(isFirst: boolean): boolean {
    return this.#next(isFirst, OPEN_LIST, CLOSE_LIST);
  }

  /** Past a key and its colon: the key is bytes [from, to) of what it gives. */
  key(): readonly [from: number, to: number] {
    const range = this.rawText();
    this.#expect(COLON);
    return range;
  }

  /** A string's bytes between its quotes, escapes and all. */
  rawText(): readonly [from: number, to: number] {
    this.#expect(QUOTE);
    const bytes = this.#bytes;
    const from = this.#at;
    let at = from;
    while (at < this.#end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    if (at >= this.#end) throw new NotJson();
    this.#at = at + 1;
    return [from, at];
  }

  /** A number, or one that was written as a string; NaN where it is neither. */
  number(): number {
    const first = this.peek();
    if (first === QUOTE) {
      const [from, to] = this.rawText();
      return numberOf(this.#bytes, from, to);
    }
    const from = this.#at;
    this.skip();
    return numberOf(this.#bytes, from, this.#at);
  }

  /** Past a value of any kind. */
  skip(): void {
    const first = this.peek();
    if (first === QUOTE) {
      this.rawText();
    } else if (first === OPEN_OBJECT || first === OPEN_LIST) {
      this.#skipNested();
    } else {
      const from = this.#at;
      while (this.#at < this.#end && isOfWord(this.#bytes[this.#at] as number)) this.#at += 1;
      if (this.#at === from) throw new NotJson();
    }
  }

  #skipNested(): void {
    let depth = 0;
    do {
      const byte = this.#bytes[this.#at] as number;
      if (byte === QUOTE) {
        this.rawText();
        continue;
      }
      if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1;
      this.#at += 1;
    } while (depth > 0 && this.#at < this.#end);
    if (depth > 0) throw new NotJson();
  }

  #next(isFirst: boolean, opening: number, closing: number): boolean {
    if (isFirst) this.#expect(opening);
    const byte = this.peek();
    if (byte === closing) {
      this.#at += 1;
      return false;
    }
    if (!isFirst) {
      this.#expect(COMMA);
      // A comma before the bracket is a slip of whoever wrote it.
      if (this.peek() === closing) {
        this.#at += 1;
        return false;
      }
    }
    return true;
  }

  #expect(byte: number): void {
    this.#space();
    if (this.#bytes[this.#at] !== byte || this.#at >= this.#end) throw new NotJson();
    this.#at += 1;
  }

  #space(): void {
    while (this.#at < this.#end && (this.#bytes[this.#at] as number) <= SPACE) this.#at += 1;
  }
}

/** What a string says: escapes resolved, and what is no escape left as it stands. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  const raw = rawTextOf(bytes, from, to);
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}

export function rawTextOf(bytes: Uint8Array, from: number, to: number): string {
  return decodeUtf8(bytes.subarray(from, to));
}

export function numberOf(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  const isNegative = bytes[from] === 0x2d;
  for (let at = isNegative ? from + 1 : from; at < to; at += 1) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return Number(rawTextOf(bytes, from, to));
    value = value * 10 + digit;
  }
  if (to - from > 15 || to === from) return to === from ? Number.NaN : Number(rawTextOf(bytes, from, to));
  return isNegative ? -value : value;
}

function isOfWord(byte: number): boolean {
  return byte > SPACE && byte !== COMMA && byte !== CLOSE_OBJECT && byte !== CLOSE_LIST && byte !== COLON;
}
