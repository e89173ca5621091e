import { decodeUtf8 } from '../../model/utf8.ts';
import { ByteCache } from '../byte-cache.ts';
import { invalidTrace } from '../invalid-trace.ts';
import { numberOf, textOf } from '../json-cursor.ts';
import { behindKey } from './key-guess.ts';
import { JsonNesting } from './json-nesting.ts';
import type { JsonListShape, JsonNumbersShape, JsonObjectShape, JsonShape } from './json-shape.ts';

/** A name, or a part that is parsed as one: more is a mistake, or an attack. */
const LONGEST_TOKEN = 64 * 1024 * 1024;

/** No number has as many digits; it is looked at again with every piece. */
const LONGEST_WORD = 64 * 1024;
const MOST_GUESSES = 16;
const LONGEST_GUESS = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

type Container = JsonObjectShape | JsonListShape | JsonNumbersShape;
/** What may come next: a value, the first of a container or any other, or the comma behind one. */
type State = 'value' | 'key' | 'first' | 'behind' | 'passing' | 'done';

export interface JsonEnd {
  readonly isWhole: boolean;
  /** Bytes seen: where a document that is not whole was cut. */
  readonly length: number;
}

/**
 * Reads a JSON document of any size in pieces cut anywhere, and tells what its shape asks for as it comes. Holds
 * what is unfinished, never the document; nesting costs no call stack.
 */
export class JsonStream {
  readonly #subject: string;
  readonly #keys = new ByteCache(textOf);
  readonly #open: Container[] = [];
  /** Of each that is open, how many keys it had. */
  readonly #places: number[] = [];
  readonly #nesting = new JsonNesting();
  #shape: JsonShape | null;
  #state: State = 'value';
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  #at = 0;
  /** How far an unfinished token has been looked at already. */
  #seen = 0;
  /** Of the first byte in #bytes. */
  #base = 0;
  #isBegun = false;

  constructor(root: JsonShape, subject: string) {
    this.#shape = root;
    this.#subject = subject;
  }

  /** Throws TRACE_INVALID with the byte where it is no JSON. */
  push(piece: Uint8Array): void {
    if (this.#state === 'done') {
      this.#base += piece.length;
      return;
    }
    this.#append(piece);
    if (!this.#isBegun) {
      if (this.#length < 3) return;
      this.#isBegun = true;
      if (this.#bytes[0] === 0xef && this.#bytes[1] === 0xbb && this.#bytes[2] === 0xbf) this.#at = 3;
    }
    this.#run(false);
    if (this.#length - this.#at > LONGEST_TOKEN)
      throw this.#wrong('A text or a part does not end within 64 MiB');
  }

  end(): JsonEnd {
    this.#isBegun = true;
    if (this.#state !== 'done') this.#run(true);
    return { isWhole: this.#state === 'done', length: this.#base + this.#length };
  }

  /** What is unfinished stays, the piece comes behind it. */
  #append(piece: Uint8Array): void {
    const rest = this.#length - this.#at;
    if (rest === 0) {
      this.#base += this.#at;
      this.#bytes = piece;
      this.#length = piece.length;
      this.#at = 0;
      return;
    }
    const wanted = rest + piece.length;
    const isOwn = this.#at === 0 && this.#bytes.length >= wanted && this.#bytes.length > this.#length;
    if (!isOwn) {
      const grown = new Uint8Array(Math.max(wanted, 2 * rest));
      grown.set(this.#bytes.subarray(this.#at, this.#length));
      this.#bytes = grown;
      this.#base += this.#at;
      this.#at = 0;
    }
    this.#bytes.set(piece, rest);
    this.#length = wanted;
  }

  /** Up to where the bytes end, or a token that is not whole yet. */
  #run(isEnd: boolean): void {
    while (this.#state !== 'done') {
      if (this.#state === 'passing') {
        this.#at = this.#nesting.pass(this.#bytes, this.#at, this.#length);
        if (!this.#nesting.isOver) return;
        this.#behind();
        continue;
      }
      const bytes = this.#bytes;
      let at = this.#at;
      while (at < this.#length && (bytes[at] as number) <= SPACE) at += 1;
      if (at !== this.#at) {
        this.#at = at;
        this.#seen = 0;
      }
      if (at >= this.#length) return;
      if (!this.#step(bytes[at] as number, isEnd)) return;
    }
  }

  /** One token; false where it is not whole yet. */
  #step(byte: number, isEnd: boolean): boolean {
    const container = this.#open.at(-1);
    if (this.#state === 'behind') {
      if (byte === COMMA) {
        this.#at += 1;
        this.#next(container);
        return true;
      }
      return this.#close(byte, container);
    }
    if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) return this.#close(byte, container);
    if (this.#state === 'key' || (this.#state === 'first' && container?.kind === 'object'))
      return this.#key(byte, container);
    if (container?.kind === 'numbers') return this.#numbers(container, isEnd);
    return this.#value(byte, isEnd);
  }

  #next(container: Container | undefined): void {
    this.#state = container?.kind === 'object' ? 'key' : 'value';
    if (container?.kind === 'list') this.#shape = container.each;
  }

  /** A comma before the bracket is a slip of whoever wrote it. */
  #close(byte: number, container: Container | undefined): boolean {
    const wanted = container?.kind === 'object' ? CLOSE_OBJECT : CLOSE_LIST;
    const isBetween = this.#state !== 'value' || container?.kind !== 'object';
    if (container === undefined || byte !== wanted || !isBetween) throw this.#wrong('This is no JSON');
    this.#at += 1;
    this.#open.pop();
    container.close?.();
    this.#behind();
    return true;
  }

  #behind(): void {
    this.#seen = 0;
    this.#state = this.#open.length === 0 ? 'done' : 'behind';
  }

  #key(byte: number, container: Container | undefined): boolean {
    if (byte !== QUOTE || container?.kind !== 'object')
      throw this.#wrong('This is no JSON: a key is missing');
    const place = this.#places[this.#open.length - 1] as number;
    const guess = container.guesses[place];
    const behind = guess === undefined ? -1 : behindKey(this.#bytes, this.#at, this.#length, guess);
    if (guess !== undefined && behind >= 0) {
      this.#toValue(guess.shape, behind);
      return true;
    }
    const end = this.#stringEnd();
    if (end < 0) return false;
    let at = end + 1;
    while (at < this.#length && (this.#bytes[at] as number) <= SPACE) at += 1;
    if (at >= this.#length) return false;
    if (this.#bytes[at] !== COLON) {
      this.#at = at;
      throw this.#wrong('This is no JSON: a colon is missing');
    }
    const shape = container.keys.get(this.#keys.get(this.#bytes, this.#at + 1, end)) ?? null;
    if (place === container.guesses.length && place < MOST_GUESSES && end - this.#at < LONGEST_GUESS) {
      container.guesses.push({ key: this.#bytes.slice(this.#at + 1, end), shape });
    }
    this.#toValue(shape, at + 1);
    return true;
  }

  #toValue(shape: JsonShape | null, at: number): void {
    const depth = this.#open.length - 1;
    this.#places[depth] = (this.#places[depth] as number) + 1;
    this.#shape = shape;
    this.#at = at;
    this.#seen = 0;
    this.#state = 'value';
  }

  #value(byte: number, isEnd: boolean): boolean {
    const shape = this.#shape;
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) return this.#openValue(byte, shape);
    if (byte === QUOTE) {
      const end = this.#stringEnd();
      if (end < 0) return false;
      if (shape?.kind === 'text') shape.take(this.#keys.get(this.#bytes, this.#at + 1, end));
      else if (shape?.kind === 'value') shape.take(textOf(this.#bytes, this.#at + 1, end));
      this.#at = end + 1;
      this.#behind();
      return true;
    }
    const end = this.#wordEnd(isEnd);
    if (end < 0) return false;
    if (shape?.kind === 'number') shape.take(numberOf(this.#bytes, this.#at, end));
    else if (shape?.kind === 'value') shape.take(this.#parse(end));
    this.#at = end;
    this.#behind();
    return true;
  }

  #openValue(byte: number, shape: JsonShape | null): boolean {
    const isObject = byte === OPEN_OBJECT;
    const fits = isObject ? shape?.kind === 'object' : shape?.kind === 'list' || shape?.kind === 'numbers';
    if (fits) {
      const container = shape as Container;
      this.#open.push(container);
      this.#places[this.#open.length - 1] = 0;
      this.#at += 1;
      this.#state = 'first';
      if (container.kind === 'list') this.#shape = container.each;
      container.open?.();
      return true;
    }
    if (shape?.kind !== 'value') {
      this.#nesting.begin();
      this.#state = 'passing';
      return true;
    }
    if (this.#seen === 0) this.#nesting.begin();
    const end = this.#nesting.pass(this.#bytes, this.#at + this.#seen, this.#length);
    this.#seen = end - this.#at;
    if (!this.#nesting.isOver) return false;
    shape.take(this.#parse(end));
    this.#at = end;
    this.#behind();
    return true;
  }

  #numbers(shape: JsonNumbersShape, isEnd: boolean): boolean {
    const bytes = this.#bytes;
    // The plain case in a loop of its own: whole numbers with commas behind them.
    let at = this.#at;
    for (;;) {
      let value = 0;
      let end = at;
      let digit = (bytes[end] as number) - 0x30;
      while (digit >= 0 && digit <= 9 && end < this.#length) {
        value = value * 10 + digit;
        end += 1;
        digit = (bytes[end] as number) - 0x30;
      }
      if (end === at || end - at > 15 || end >= this.#length || bytes[end] !== COMMA) break;
      shape.take(value);
      at = end + 1;
      this.#state = 'value';
    }
    if (at !== this.#at) {
      this.#at = at;
      return true;
    }
    const byte = bytes[at] as number;
    if (byte === QUOTE || byte === OPEN_OBJECT || byte === OPEN_LIST) {
      shape.take(Number.NaN);
      this.#shape = null;
      if (byte !== QUOTE) return this.#openValue(byte, null);
      // Passed over as if it were nested, so that it is told once.
      this.#nesting.begin();
      this.#state = 'passing';
      return true;
    }
    const end = this.#wordEnd(isEnd);
    if (end < 0) return false;
    shape.take(numberOf(bytes, at, end));
    this.#at = end;
    this.#behind();
    return true;
  }

  /** The closing quote of the string that begins here; −1 where it is not there yet. */
  #stringEnd(): number {
    const bytes = this.#bytes;
    let at = this.#at + Math.max(1, this.#seen);
    while (at < this.#length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    if (at < this.#length) return at;
    this.#seen = at - this.#at;
    return -1;
  }

  #wordEnd(isEnd: boolean): number {
    const bytes = this.#bytes;
    let at = this.#at;
    while (at < this.#length && isOfWord(bytes[at] as number)) at += 1;
    if (at === this.#at || at - this.#at > LONGEST_WORD) throw this.#wrong('This is no JSON');
    // At the end of a piece the rest of a number may still come; behind the last one it is cut.
    return at < this.#length || (isEnd && this.#open.length === 0) ? at : -1;
  }

  #parse(end: number): unknown {
    try {
      return JSON.parse(decodeUtf8(this.#bytes.subarray(this.#at, end))) as unknown;
    } catch {
      throw this.#wrong('This is no JSON: the part that begins');
    }
  }

  #wrong(what: string): Error {
    return invalidTrace(this.#subject, what, this.#base + this.#at);
  }
}

function isOfWord(byte: number): boolean {
  const isSign = byte === COMMA || byte === COLON || byte === QUOTE;
  return byte > SPACE && !isSign && (byte & 0xdf) !== OPEN_LIST && (byte & 0xdf) !== CLOSE_LIST;
}
