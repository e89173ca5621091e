import {
  emptyBatch,
  MOST_EVENTS,
  MOST_DETAILS,
  MOST_EVENT_DETAILS,
  SLOW_PHASES,
  type EventScanner,
  type ScanResult,
} from './event-batch.ts';
import { DetailScanner } from './detail-scanner.ts';
import { BYTE_CLASS, eventStart, MORE, objectEnd, ODD, SPACE, valueEnd } from './json-bytes.ts';
import { QUOTE, ValueReader } from './value-reader.ts';

const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const CLOSE_LIST = 0x5d;

/** "X" */
const COMPLETE = 0x58;

const IS_SLOW = new Uint8Array(256);
for (const phase of SLOW_PHASES) IS_SLOW[phase.charCodeAt(0)] = 1;

/** "ph" and its like as one number: the bytes of a short key, the first in the highest place. */
const keyOf = (key: string): number => [...key].reduce((sum, letter) => (sum << 8) | letter.charCodeAt(0), 0);
const PHASE = keyOf('ph');
const CATEGORY = keyOf('cat');
const NAME = keyOf('name');
const PROCESS = keyOf('pid');
const THREAD = keyOf('tid');
const START = keyOf('ts');
const DURATION = keyOf('dur');
const IDENTITY = keyOf('id');
const BIND_POINT = keyOf('bp');
const SCOPE = keyOf('s');
const ARGUMENTS = keyOf('args');

/** The scanner in plain JavaScript. What it gives for an event, any other must give too. */
export function createEventScanner(): EventScanner {
  return new JsEventScanner();
}

class JsEventScanner implements EventScanner {
  readonly #batch = emptyBatch();
  readonly #values = new ValueReader();
  readonly #details = new DetailScanner(this.#values, this.#batch);

  scan(bytes: Uint8Array, from: number, isLast: boolean, baseOffset: number): ScanResult {
    const batch = this.#batch;
    batch.count = 0;
    batch.detailCount = 0;
    batch.brokenCount = 0;
    batch.brokenAt = -1;
    let at = from;
    let state: ScanResult['state'] = 'more';
    let isGarbage = false;
    while (at < bytes.length) {
      const byte = bytes[at] as number;
      if (byte === COMMA || BYTE_CLASS[byte] === SPACE) {
        at += 1;
      } else if (byte === OPEN_OBJECT) {
        if (batch.count === MOST_EVENTS || batch.detailCount > MOST_DETAILS - MOST_EVENT_DETAILS) {
          state = 'full';
          break;
        }
        isGarbage = false;
        let end = this.#event(bytes, at, baseOffset);
        if (end === ODD) end = this.#oddEvent(bytes, at, baseOffset);
        if (end === ODD) {
          end = eventStart(bytes, at + 1);
          if (end === ODD && isLast) end = bytes.length;
          if (end >= 0) this.#broken(baseOffset + at);
        }
        // Nobody knows yet whether what is left would make an event.
        if (end < 0) break;
        at = end;
      } else if (byte === CLOSE_LIST) {
        at += 1;
        state = 'list-end';
        break;
      } else {
        if (!isGarbage) this.#broken(baseOffset + at);
        isGarbage = true;
        at += 1;
      }
    }
    batch.strings = this.#values.strings.takeFresh();
    return { batch, used: at, state };
  }

  #broken(at: number): void {
    this.#batch.brokenCount += 1;
    if (this.#batch.brokenAt < 0) this.#batch.brokenAt = at;
  }

  /** Behind the event that begins at `start`, its columns filled. */
  #event(bytes: Uint8Array, start: number, baseOffset: number): number {
    const values = this.#values;
    const batch = this.#batch;
    const end = bytes.length;
    const firstDetail = batch.detailCount;
    let [phase, name, category, process, thread] = [0, 0, 0, 0, 0];
    let [id, microseconds, nanoseconds, duration] = [NaN, NaN, 0, NaN];
    let [bindPoint, scope] = [0, 0];
    let at = start + 1;
    for (;;) {
      while (at < end && (bytes[at] as number) <= 0x20 && BYTE_CLASS[bytes[at] as number] === SPACE) at += 1;
      let byte = bytes[at];
      if (byte === CLOSE_OBJECT) break;
      if (byte !== QUOTE) return this.#undo(firstDetail, at, end);
      let key = 0;
      let length = 0;
      at += 1;
      while (at < end && (byte = bytes[at] as number) !== QUOTE) {
        if (byte === BACKSLASH) return this.#undo(firstDetail, at, end);
        key = (key << 8) | byte;
        length += 1;
        at += 1;
      }
      at += 1;
      while (at < end && BYTE_CLASS[bytes[at] as number] === SPACE) at += 1;
      if (bytes[at] !== COLON) return this.#undo(firstDetail, at, end);
      at += 1;
      while (at < end && BYTE_CLASS[bytes[at] as number] === SPACE) at += 1;
      if (at >= end) return this.#undo(firstDetail, at, end);
      // A longer key could end in the same four bytes.
      switch (length > 4 ? 0 : key) {
        case PHASE:
          at = values.character(bytes, at);
          phase = values.number;
          break;
        case CATEGORY:
          at = values.text(bytes, at, 0);
          category = values.number;
          break;
        case NAME:
          at = values.text(bytes, at, 1);
          name = values.number;
          break;
        case PROCESS:
          at = bytes[at] === QUOTE ? values.text(bytes, at, 2) : values.wholeAsText(bytes, at, 2);
          process = values.number;
          break;
        case THREAD:
          at = bytes[at] === QUOTE ? values.text(bytes, at, 3) : values.wholeAsText(bytes, at, 3);
          thread = values.number;
          break;
        case START:
          at = values.decimal(bytes, at);
          microseconds = values.number;
          nanoseconds = values.thousandths;
          break;
        case DURATION:
          at = values.decimal(bytes, at);
          duration = values.number * 1000 + values.thousandths;
          break;
        case IDENTITY:
          at = values.identity(bytes, at);
          id = values.number;
          break;
        case BIND_POINT:
          at = values.firstCharacter(bytes, at);
          bindPoint = values.number === 0x65 ? 1 : 0;
          break;
        case SCOPE:
          at = values.firstCharacter(bytes, at);
          scope = values.number;
          break;
        case ARGUMENTS:
          at = bytes[at] === OPEN_OBJECT ? this.#details.scan(bytes, at) : valueEnd(bytes, at);
          break;
        default:
          at = valueEnd(bytes, at);
      }
      if (at < 0) return this.#undo(firstDetail, at === MORE ? end : 0, end);
      while (at < end && BYTE_CLASS[bytes[at] as number] === SPACE) at += 1;
      if (bytes[at] === COMMA) at += 1;
      else if (bytes[at] !== CLOSE_OBJECT) return this.#undo(firstDetail, at, end);
    }
    const index = batch.count;
    batch.phase[index] = phase;
    batch.name[index] = name;
    batch.category[index] = category;
    batch.process[index] = process;
    batch.thread[index] = thread;
    batch.id[index] = id;
    batch.bindPoint[index] = bindPoint;
    batch.scope[index] = scope;
    batch.microseconds[index] = microseconds;
    batch.nanoseconds[index] = nanoseconds;
    batch.durationNs[index] = duration;
    batch.offset[index] = baseOffset + start;
    batch.length[index] = at + 1 - start;
    batch.isWhole[index] = IS_SLOW[phase] === 1 || (phase === COMPLETE && Number.isNaN(duration)) ? 0 : 1;
    batch.count = index + 1;
    return at + 1;
  }

  /** Nothing of this event shall stay. MORE where the bytes ended before it did. */
  #undo(firstDetail: number, at: number, end: number): number {
    this.#batch.detailCount = firstDetail;
    return at >= end ? MORE : ODD;
  }

  /** An event that is JSON, or nearly so, but not as events are written. */
  #oddEvent(bytes: Uint8Array, start: number, baseOffset: number): number {
    const end = objectEnd(bytes, start);
    if (end < 0) return end;
    const batch = this.#batch;
    const index = batch.count;
    for (const column of [batch.phase, batch.name, batch.category, batch.process, batch.thread])
      column[index] = 0;
    batch.id[index] = NaN;
    batch.bindPoint[index] = 0;
    batch.scope[index] = 0;
    batch.microseconds[index] = NaN;
    batch.nanoseconds[index] = 0;
    batch.durationNs[index] = NaN;
    batch.offset[index] = baseOffset + start;
    batch.length[index] = end - start;
    batch.isWhole[index] = 0;
    batch.count = index + 1;
    return end;
  }
}
