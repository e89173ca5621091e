import { readSync } from 'node:fs';
import { MOST_EVENT_BYTES, type EventScanner } from '../../core/importers/trace-events/event-batch.ts';
import { eventStart } from '../../core/importers/trace-events/json-bytes.ts';
import { packBatch, type PackedBatch } from './packed-batch.ts';

export interface ScanTask {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  /** An event begins at `from`, or what stands between two: nothing is to be guessed. */
  readonly isExact: boolean;
}

export interface ScannedBlock {
  readonly index: number;
  /** Where the first event was taken to begin, and how far it was scanned of what reaches to `end`. */
  readonly begin: number;
  readonly used: number;
  readonly end: number;
  readonly isListEnd: boolean;
  readonly batches: readonly PackedBatch[];
}

/** Enough to see what stands before an event. */
const CONTEXT_BYTES = 64;
const SLACK_BYTES = 64 * 1024;

/**
 * Scans a part of a file that begins anywhere: from the first place in it that looks like an event's beginning to the
 * first such place behind it, where the next part then begins. Whether these places are what they look like is seen
 * when the parts are joined.
 */
export class BlockScanner {
  readonly #file: number;
  readonly #size: number;
  readonly #scanner: EventScanner;
  #buffer = new Uint8Array(0);

  constructor(file: number, size: number, scanner: EventScanner) {
    this.#file = file;
    this.#size = size;
    this.#scanner = scanner;
  }

  scan({ index, from, to, isExact }: ScanTask): ScannedBlock {
    const base = Math.max(0, from - CONTEXT_BYTES);
    let behind = Math.min(this.#size, to + SLACK_BYTES);
    let bytes = this.#read(base, behind, 0);
    let end = this.#startAt(bytes, base, to, behind);
    while (end < 0 && behind - to < MOST_EVENT_BYTES) {
      const before = behind;
      behind = Math.min(this.#size, to + Math.min((behind - to) * 4, MOST_EVENT_BYTES));
      bytes = this.#read(base, behind, before - base);
      end = this.#startAt(bytes, base, to, behind);
    }
    // Where no event begins any more it is for whoever reads on to say what is wrong.
    if (end < 0) end = to;
    const begin = isExact ? from : this.#startAt(bytes, base, from, behind);
    const own = bytes.subarray(0, end - base);
    const batches: PackedBatch[] = [];
    let used = begin < 0 || begin > end ? own.length : begin - base;
    for (;;) {
      const result = this.#scanner.scan(own, used, end === this.#size, base);
      used = result.used;
      batches.push(packBatch(result.batch, own, base));
      if (result.state !== 'full')
        return { index, begin, used: base + used, end, isListEnd: result.state === 'list-end', batches };
    }
  }

  /** Of the next event from a place on; the file's end where none is, −1 where more must be read to say. */
  #startAt(bytes: Uint8Array, base: number, place: number, behind: number): number {
    if (place >= this.#size) return this.#size;
    const found = eventStart(bytes, place - base);
    if (found >= 0) return base + found;
    return behind === this.#size ? this.#size : -1;
  }

  /** Of which the first `have` bytes are there. */
  #read(from: number, to: number, have: number): Uint8Array {
    if (this.#buffer.length < to - from) {
      const larger = new Uint8Array(to - from + SLACK_BYTES);
      larger.set(this.#buffer.subarray(0, have));
      this.#buffer = larger;
    }
    return this.#buffer.subarray(0, readAll(this.#file, this.#buffer, have, to - from, from));
  }
}

/** Fills `bytes` from `at` to `end` with what stands in the file from `offset` + `at` on; how far it came. */
export function readAll(file: number, bytes: Uint8Array, at: number, end: number, offset: number): number {
  let place = at;
  while (place < end) {
    const read = readSync(file, bytes, place, end - place, offset + place);
    if (read === 0) break;
    place += read;
  }
  return place;
}
