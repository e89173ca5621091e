import { decodeUtf8 } from '../../model/utf8.ts';
import { BYTE_CLASS, CLOSE, MORE, OPEN, SPACE, STRING, stringEnd, valueEnd } from './json-bytes.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const LIST_KEY = 'traceEvents';
const LIST_MARK = [...`"${LIST_KEY}"`].map((letter) => letter.charCodeAt(0));
/** A value longer than this is read over: no fact is that long. */
const LONGEST_PIECE = 1024 * 1024;

type State = 'start' | 'bare' | 'object' | 'skipping' | 'lost' | 'list' | 'after';

/** What stands around the list of events: finds it, and keeps the values beside it as text. */
export class TraceOutline {
  readonly pieces = new Map<string, string>();
  #state: State = 'start';
  #isBare = false;
  #depth = 0;
  #inString = false;
  #hasList = false;
  #hasOpened = false;

  /** What comes next are events. */
  get isInList(): boolean {
    return this.#state === 'list';
  }

  /** A list was found at some time. */
  get hasList(): boolean {
    return this.#hasList;
  }

  /** The outermost bracket is closed, or nothing but the list ever was: that the end comes now is right. */
  get isClosed(): boolean {
    return this.#state === 'after' || (this.#state === 'bare' && this.#hasList);
  }

  /** There was a bracket to begin with. */
  get hasOpened(): boolean {
    return this.#hasOpened;
  }

  endList(): void {
    this.#state = this.#isBare ? 'bare' : 'object';
  }

  /** How far `bytes` are used, up to the list's first byte where it is found. What is left is to be given again. */
  read(bytes: Uint8Array, from: number, isLast: boolean): number {
    let at = from;
    while (at < bytes.length && this.#state !== 'list') {
      const before = at;
      const state: State = this.#state;
      if (state === 'skipping') at = this.#skip(bytes, at);
      else if (state === 'lost') at = this.#find(bytes, at, isLast);
      else if (state === 'object') at = this.#member(bytes, at, isLast);
      else at = this.#begin(bytes, at);
      if (at === before && this.#state === state) break;
    }
    return at;
  }

  /** Byte order marks, spaces and NULs before the first bracket; after a bare list, another may follow. */
  #begin(bytes: Uint8Array, from: number): number {
    const byte = bytes[from];
    if (byte === OPEN_LIST) {
      this.#isBare = true;
      this.#enterList();
    } else if (byte === OPEN_OBJECT && this.#state === 'start') {
      this.#state = 'object';
      this.#hasOpened = true;
    }
    return from + 1;
  }

  #enterList(): void {
    this.#state = 'list';
    this.#hasList = true;
    this.#hasOpened = true;
  }

  #member(bytes: Uint8Array, from: number, isLast: boolean): number {
    let at = from;
    while (at < bytes.length && (BYTE_CLASS[bytes[at] as number] === SPACE || bytes[at] === COMMA)) at += 1;
    if (at === bytes.length) return at;
    if (bytes[at] === CLOSE_OBJECT) {
      this.#state = 'after';
      return at + 1;
    }
    const keyEnd = bytes[at] === QUOTE ? stringEnd(bytes, at + 1) : -1;
    if (keyEnd === MORE && !isLast && bytes.length - at < LONGEST_PIECE) return from;
    if (keyEnd < 0) return this.#lose(at);
    let value = keyEnd;
    while (value < bytes.length && BYTE_CLASS[bytes[value] as number] === SPACE) value += 1;
    if (value < bytes.length && bytes[value] !== COLON) return this.#lose(at);
    value += 1;
    while (value < bytes.length && BYTE_CLASS[bytes[value] as number] === SPACE) value += 1;
    if (value >= bytes.length) return isLast ? this.#lose(at) : from;
    const key = decodeUtf8(bytes.subarray(at + 1, keyEnd - 1));
    if (key === LIST_KEY && bytes[value] === OPEN_LIST) {
      this.#enterList();
      return value + 1;
    }
    const end = valueEnd(bytes, value);
    if (end >= 0) {
      if (end - value <= LONGEST_PIECE) this.pieces.set(key, decodeUtf8(bytes.subarray(value, end)));
      return end;
    }
    if (end !== MORE) return this.#lose(at);
    if (!isLast && bytes.length - value < LONGEST_PIECE) return from;
    this.#state = 'skipping';
    this.#depth = 0;
    this.#inString = false;
    return value;
  }

  /** What is not JSON up to the list, if there is one. */
  #lose(at: number): number {
    this.#state = 'lost';
    return at;
  }

  #skip(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      if (this.#inString) {
        if (byte === BACKSLASH) {
          if (at + 1 === bytes.length) return at;
          at += 1;
        } else if (byte === QUOTE) {
          this.#inString = false;
        }
        continue;
      }
      const kind = BYTE_CLASS[byte];
      if (this.#depth === 0 && (kind === CLOSE || byte === COMMA)) {
        this.#state = 'object';
        return at;
      }
      if (kind === STRING) this.#inString = true;
      else if (kind === OPEN) this.#depth += 1;
      else if (kind === CLOSE) this.#depth -= 1;
    }
    return bytes.length;
  }

  #find(bytes: Uint8Array, from: number, isLast: boolean): number {
    for (let at = bytes.indexOf(QUOTE, from); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) {
      if (at + LIST_MARK.length + 64 > bytes.length && !isLast) return at;
      if (!LIST_MARK.every((byte, place) => bytes[at + place] === byte)) continue;
      let place = at + LIST_MARK.length;
      while (BYTE_CLASS[bytes[place] ?? 0] === SPACE || bytes[place] === COLON) place += 1;
      if (bytes[place] === OPEN_LIST) {
        this.#enterList();
        return place + 1;
      }
    }
    return bytes.length;
  }
}
