import type { NativeEventScanner, NativeStrings, TraceNative } from '../../../../native/trace.d.ts';
import { decodeUtf8 } from '../../model/utf8.ts';
import {
  emptyBatch,
  MOST_EVENT_DETAILS,
  SCANNED_DETAILS,
  SLOW_PHASES,
  type EventScanner,
  type ScanResult,
} from './event-batch.ts';
import { createEventScanner } from './event-scanner.ts';
import { unescapeJson } from './unescape-json.ts';

const BACKSLASH = 0x5c;
const STATES = ['more', 'full', 'list-end'] as const;

/** The scanner of the native addon where there is one: the same batches, several times as fast. */
export function eventScanner(native: TraceNative | null): EventScanner {
  return native === null ? createEventScanner() : new NativeScanner(native);
}

class NativeScanner implements EventScanner {
  readonly #batch = emptyBatch();
  readonly #native: NativeEventScanner;
  readonly #result = new Float64Array(8);
  #strings = 0;

  constructor({ EventScanner: Scanner }: TraceNative) {
    this.#native = new Scanner({
      details: SCANNED_DETAILS,
      mostEventDetails: MOST_EVENT_DETAILS,
      slowPhases: SLOW_PHASES,
    });
  }

  scan(bytes: Uint8Array, from: number, isLast: boolean, baseOffset: number): ScanResult {
    const batch = this.#batch;
    this.#native.scan(bytes, from, isLast, baseOffset, batch, this.#result);
    const [used = 0, state = 0, count = 0, detailCount = 0, brokenCount = 0, brokenAt = 0, strings = 0] =
      this.#result;
    batch.count = count;
    batch.detailCount = detailCount;
    batch.brokenCount = brokenCount;
    batch.brokenAt = brokenAt;
    batch.strings = strings === this.#strings ? [] : decoded(this.#native.takeStrings());
    this.#strings = strings;
    return { batch, used, state: STATES[state] ?? 'more' };
  }
}

function decoded({ bytes, lengths, isRaw }: NativeStrings): string[] {
  const strings: string[] = [];
  let at = 0;
  lengths.forEach((length, index) => {
    const own = bytes.subarray(at, at + length);
    const text = decodeUtf8(own);
    strings.push(isRaw[index] === 0 && own.includes(BACKSLASH) ? unescapeJson(text) : text);
    at += length;
  });
  return strings;
}
