import { BYTE_CLASS, MORE, ODD, stringEnd, WORD } from './json-bytes.ts';
import { StringTable } from './string-table.ts';

export const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
/** 2^53 − 1 has 16 digits; one of 15 is exact whatever they are. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_none, power) => 10 ** power);
const HASH_PRIME = 0x01000193;

/**
 * Takes single values from where they begin and gives the place behind them, ODD for what is none such, or MORE. The
 * value itself is then in `number`.
 */
export class ValueReader {
  readonly strings = new StringTable();
  number = 0;
  /** Of a decimal: what it has beyond `number`, in thousandths. */
  thousandths = 0;
  /** By use: the string that stood there last stands there again more often than not. */
  readonly #last = new Uint32Array(64);

  /** A string: its number. */
  text(bytes: Uint8Array, at: number, use: number): number {
    if (bytes[at] !== QUOTE) return ODD;
    const from = at + 1;
    const last = this.#last[use] as number;
    if (last !== 0) {
      const length = this.strings.standsBeforeQuote(last, bytes, from);
      if (length >= 0) {
        this.number = last;
        return from + length + 1;
      }
    }
    const end = bytes.length;
    let hash = 0;
    let place = from;
    for (; place < end; place += 1) {
      const byte = bytes[place] as number;
      if (byte === QUOTE) break;
      hash = Math.imul(hash ^ byte, HASH_PRIME);
      if (byte === BACKSLASH) {
        place += 1;
        if (place < end) hash = Math.imul(hash ^ (bytes[place] as number), HASH_PRIME);
      }
    }
    if (place >= end) return MORE;
    this.number = this.strings.find(bytes, from, place, hash, false);
    this.#last[use] = this.number;
    return place + 1;
  }

  /** These bytes, as they stand. */
  raw(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0;
    for (let place = from; place < to; place += 1)
      hash = Math.imul(hash ^ (bytes[place] as number), HASH_PRIME);
    return this.strings.find(bytes, from, to, hash, true);
  }

  /** The string that was found last for this use, if it stands there as it is: its length, or −1. */
  lastRaw(bytes: Uint8Array, from: number, to: number, use: number): boolean {
    const last = this.#last[use] as number;
    if (last === 0 || !this.strings.isAt(last, bytes, from, to - from)) return false;
    this.number = last;
    return true;
  }

  remember(use: number): void {
    this.#last[use] = this.number;
  }

  /** A whole number, as its text. */
  wholeAsText(bytes: Uint8Array, at: number, use: number): number {
    const end = bytes.length;
    let place = bytes[at] === MINUS ? at + 1 : at;
    const first = place;
    while (place < end && isDigit(bytes[place] as number)) place += 1;
    if (place >= end) return MORE;
    if (place === first || BYTE_CLASS[bytes[place] as number] === WORD) return ODD;
    if (this.lastRaw(bytes, at, place, use)) return place;
    this.number = this.raw(bytes, at, place);
    this.remember(use);
    return place;
  }

  /** A number without exponent: `number` rounded down and `thousandths`, exact for what a clock can say. */
  decimal(bytes: Uint8Array, at: number): number {
    const end = bytes.length;
    const isNegative = bytes[at] === MINUS;
    let place = isNegative ? at + 1 : at;
    const first = place;
    let whole = 0;
    for (; place < end; place += 1) {
      const digit = (bytes[place] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      whole = whole * 10 + digit;
    }
    if (place === first) return place < end ? ODD : MORE;
    if (whole > Number.MAX_SAFE_INTEGER) return ODD;
    let thousandths = 0;
    if (bytes[place] === POINT) {
      place += 1;
      const begin = place;
      let digits = 0;
      let fraction = 0;
      for (; place < end; place += 1) {
        const digit = (bytes[place] as number) - ZERO;
        if (digit < 0 || digit > 9) break;
        if (digits === EXACT_DIGITS) continue;
        fraction = fraction * 10 + digit;
        digits += 1;
      }
      if (place === begin) return place < end ? ODD : MORE;
      thousandths =
        digits > 3
          ? fraction / (POWERS_OF_TEN[digits - 3] as number)
          : fraction * (POWERS_OF_TEN[3 - digits] as number);
    }
    if (place >= end) return MORE;
    if (BYTE_CLASS[bytes[place] as number] === WORD) return ODD;
    if (isNegative && thousandths > 0) {
      this.number = -whole - 1;
      this.thousandths = 1000 - thousandths;
    } else {
      this.number = isNegative ? 0 - whole : whole;
      this.thousandths = thousandths;
    }
    return place;
  }

  /** Any word: `number` is what it says, NaN where that is no finite number. */
  amount(bytes: Uint8Array, at: number): number {
    const end = bytes.length;
    const isNegative = bytes[at] === MINUS;
    let place = isNegative ? at + 1 : at;
    let digits = 0;
    let decimals = 0;
    let mantissa = 0;
    let isFraction = false;
    for (; place < end; place += 1) {
      const digit = (bytes[place] as number) - ZERO;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digits += 1;
        if (isFraction) decimals += 1;
      } else if (digit === POINT - ZERO && !isFraction) {
        isFraction = true;
      } else break;
    }
    if (place >= end) return MORE;
    if (BYTE_CLASS[bytes[place] as number] === WORD || digits > EXACT_DIGITS || digits === 0)
      return this.#slowAmount(bytes, at);
    const value = mantissa / (POWERS_OF_TEN[decimals] as number);
    this.number = isNegative ? 0 - value : value;
    return place;
  }

  #slowAmount(bytes: Uint8Array, at: number): number {
    let place = at;
    while (place < bytes.length && BYTE_CLASS[bytes[place] as number] === WORD) place += 1;
    if (place >= bytes.length) return MORE;
    if (place === at) return ODD;
    // A number of a thousand digits is none that anybody measured.
    const text = place - at > 64 ? '' : String.fromCharCode(...bytes.subarray(at, place));
    this.number = /^-?\d+(\.\d*)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
    if (!Number.isFinite(this.number)) this.number = NaN;
    return place;
  }

  /** "id": see EventBatch. */
  identity(bytes: Uint8Array, at: number): number {
    const isText = bytes[at] === QUOTE;
    const from = isText ? at + 1 : at;
    let place = from;
    let value = 0;
    while (place < bytes.length && isDigit(bytes[place] as number)) {
      value = value * 10 + (bytes[place] as number) - ZERO;
      place += 1;
    }
    if (place >= bytes.length) return MORE;
    const byte = bytes[place] as number;
    const digits = place - from;
    const isPlain = digits > 0 && digits <= EXACT_DIGITS && (digits === 1 || bytes[from] !== ZERO);
    if (isPlain && (isText ? byte === QUOTE : BYTE_CLASS[byte] !== WORD)) {
      this.number = value;
      return isText ? place + 1 : place;
    }
    const behind = isText ? this.text(bytes, at, 4) : this.wholeAsText(bytes, at, 4);
    if (behind >= 0) this.number = -1 - this.number;
    return behind;
  }

  /** A string of one character: its code. */
  character(bytes: Uint8Array, at: number): number {
    if (at + 2 >= bytes.length) return MORE;
    const byte = bytes[at + 1] as number;
    if (bytes[at] !== QUOTE || bytes[at + 2] !== QUOTE || byte === BACKSLASH || byte === QUOTE) return ODD;
    this.number = byte;
    return at + 3;
  }

  /** A string's first byte, 0 where it is empty. */
  firstCharacter(bytes: Uint8Array, at: number): number {
    if (bytes[at] !== QUOTE) return ODD;
    const behind = stringEnd(bytes, at + 1);
    if (behind >= 0) this.number = bytes[at + 1] === QUOTE ? 0 : (bytes[at + 1] as number);
    return behind;
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
