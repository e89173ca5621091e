import { MOST_EVENT_DETAILS, SCANNED_DETAILS, type EventBatch, type ScannedDetail } from './event-batch.ts';
import { BYTE_CLASS, MORE, ODD, SPACE, stringEnd, valueEnd } from './json-bytes.ts';
import { QUOTE, type ValueReader } from './value-reader.ts';

const COMMA = 0x2c;
const COLON = 0x3a;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const LONGEST_TRIPLE = 64;
/** Behind the uses of an event's own strings. */
const FIRST_USE = 8;

interface Known extends ScannedDetail {
  readonly bytes: Uint8Array;
  readonly use: number;
}

/** By length and first byte; those of one place are looked through. */
const BY_KEY: (readonly Known[] | undefined)[] = [];
const placeOf = (length: number, first: number): number => ((length & 31) << 7) | (first & 127);
SCANNED_DETAILS.forEach((scanned, index) => {
  const bytes = Uint8Array.from(scanned.name, (letter) => letter.charCodeAt(0));
  const place = placeOf(bytes.length, bytes[0] as number);
  BY_KEY[place] = [...(BY_KEY[place] ?? []), { ...scanned, bytes, use: FIRST_USE + index }];
});
for (let place = 0; place < 1 << 12; place += 1) BY_KEY[place] ??= undefined;

/** Takes from an event's arguments what is kept as columns. */
export class DetailScanner {
  readonly #values: ValueReader;
  readonly #batch: EventBatch;
  readonly #triple = new Uint8Array(LONGEST_TRIPLE);

  constructor(values: ValueReader, batch: EventBatch) {
    this.#values = values;
    this.#batch = batch;
  }

  /** Behind the object that begins at `start`. */
  scan(bytes: Uint8Array, start: number): number {
    const end = bytes.length;
    const most = this.#batch.detailCount + MOST_EVENT_DETAILS;
    let at = start + 1;
    for (;;) {
      while (at < end && BYTE_CLASS[bytes[at] as number] === SPACE) at += 1;
      if (at >= end) return MORE;
      if (bytes[at] === CLOSE_OBJECT) return at + 1;
      if (bytes[at] !== QUOTE) return ODD;
      const key = at + 1;
      const behind = stringEnd(bytes, key);
      if (behind < 0) return behind;
      at = behind;
      while (at < end && BYTE_CLASS[bytes[at] as number] === SPACE) at += 1;
      if (at >= end) return MORE;
      if (bytes[at] !== COLON) return ODD;
      at += 1;
      while (at < end && BYTE_CLASS[bytes[at] as number] === SPACE) at += 1;
      if (at >= end) return MORE;
      const known = knownKey(bytes, key, behind - 1);
      at =
        known === undefined || this.#batch.detailCount === most
          ? valueEnd(bytes, at)
          : this.#detail(bytes, at, known);
      if (at < 0) return at;
      while (at < end && BYTE_CLASS[bytes[at] as number] === SPACE) at += 1;
      if (at >= end) return MORE;
      if (bytes[at] === COMMA) at += 1;
      else if (bytes[at] !== CLOSE_OBJECT) return ODD;
    }
  }

  #detail(bytes: Uint8Array, at: number, known: Known): number {
    const values = this.#values;
    const isString = bytes[at] === QUOTE;
    if (known.form === 'number') {
      if (isString) return this.#numberInString(bytes, at, known);
      if (bytes[at] === OPEN_LIST || bytes[at] === 0x7b) return valueEnd(bytes, at);
      const behind = values.amount(bytes, at);
      if (behind >= 0 && !Number.isNaN(values.number)) this.#add(known.code, values.number);
      return behind;
    }
    if (isString) {
      const behind = values.text(bytes, at, known.use);
      if (behind >= 0 && values.number !== 0) this.#add(known.code, values.number);
      return behind;
    }
    const behind = valueEnd(bytes, at);
    if (behind < 0 || known.form === 'text') return behind;
    if (known.form === 'triple') {
      this.#takeTriple(bytes, at, behind, known);
    } else {
      if (!values.lastRaw(bytes, at, behind, known.use)) {
        values.number = values.raw(bytes, at, behind);
        values.remember(known.use);
      }
      this.#add(known.code, values.number);
    }
    return behind;
  }

  #add(code: number, value: number): void {
    const batch = this.#batch;
    const index = batch.detailCount;
    batch.detailEvent[index] = batch.count;
    batch.detailKey[index] = code;
    batch.detailValue[index] = value;
    batch.detailCount = index + 1;
  }

  #numberInString(bytes: Uint8Array, at: number, known: Known): number {
    const behind = stringEnd(bytes, at + 1);
    if (behind < 0) return behind;
    // What it gives is only taken where the number ends with the string.
    const end = this.#values.amount(bytes, at + 1);
    if (end === behind - 1 && !Number.isNaN(this.#values.number)) this.#add(known.code, this.#values.number);
    return behind;
  }

  /** [64, 1, 1] as "64,1,1". */
  #takeTriple(bytes: Uint8Array, from: number, to: number, known: Known): void {
    if (bytes[from] !== OPEN_LIST || bytes[to - 1] !== CLOSE_LIST) return;
    let length = 0;
    for (let at = from + 1; at < to - 1; at += 1) {
      const byte = bytes[at] as number;
      if (BYTE_CLASS[byte] === SPACE) continue;
      const isTaken = (byte >= 0x30 && byte <= 0x39) || byte === COMMA || byte === 0x2d || byte === 0x2e;
      if (!isTaken || length === LONGEST_TRIPLE) return;
      this.#triple[length] = byte;
      length += 1;
    }
    if (length > 0) this.#add(known.code, this.#values.raw(this.#triple, 0, length));
  }
}

function knownKey(bytes: Uint8Array, from: number, to: number): Known | undefined {
  const length = to - from;
  if (length === 0 || length > 31) return undefined;
  const candidates = BY_KEY[placeOf(length, bytes[from] as number)];
  if (candidates === undefined) return undefined;
  for (const known of candidates) {
    let same = 0;
    while (same < length && bytes[from + same] === known.bytes[same]) same += 1;
    if (same === length) return known;
  }
  return undefined;
}
