import { DynoError } from '../../../contract/errors.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { BatchStrings } from './batch-strings.ts';
import { MOST_EVENT_BYTES, type EventBatch, type EventScanner } from './event-batch.ts';
import { TraceEventReader, type EventBytes } from './trace-event-reader.ts';
import { TraceOutline } from './trace-outline.ts';

/** A longer rest is not looked at again with every piece. */
const PATIENCE_BYTES = 256 * 1024;

/** Trace events from bytes that come in pieces cut anywhere. */
export class EventStream {
  readonly #sink: TraceSink;
  readonly #scanner: EventScanner;
  readonly #reader: TraceEventReader;
  readonly #strings: BatchStrings;
  readonly #outline = new TraceOutline();
  /** Begins with what was not used yet. */
  #buffer = new Uint8Array(0);
  #leftBytes = 0;
  #wantedBytes = 0;
  /** Of the first byte left, in the source. */
  #offset = 0;

  constructor(sink: TraceSink, scanner: EventScanner) {
    this.#sink = sink;
    this.#scanner = scanner;
    this.#reader = new TraceEventReader(sink);
    this.#strings = this.#reader.strings();
  }

  /** What comes next are events, from `offset` on. */
  get isInList(): boolean {
    return this.#outline.isInList;
  }

  /** Of the first byte not used yet: what is pushed next begins behind those that were pushed and not used. */
  get offset(): number {
    return this.#offset;
  }

  /** Forgets what was pushed and not used: what is pushed next begins at `offset`. */
  forget(): void {
    this.#leftBytes = 0;
    this.#wantedBytes = 0;
  }

  /** For batches of another scanner, which are to be taken in its order. */
  strings(): BatchStrings {
    return this.#reader.strings();
  }

  /** Of another scanner that began at `offset`. */
  takeBatch(batch: EventBatch, strings: BatchStrings, bytesOf: EventBytes): void {
    this.#reader.take(batch, strings, bytesOf);
  }

  /** Another scanner came so far. */
  goOn(offset: number, isListEnd: boolean): void {
    this.forget();
    this.#offset = offset;
    if (isListEnd) this.#outline.endList();
  }

  push(piece: Uint8Array): void {
    this.room(piece.length).set(piece);
    this.fill(piece.length);
  }

  /** Where the next bytes can be put, instead of being pushed. */
  room(bytes: number): Uint8Array {
    const needed = this.#leftBytes + bytes;
    if (this.#buffer.length < needed) {
      const larger = new Uint8Array(Math.max(needed, Math.min(this.#buffer.length * 2, MOST_EVENT_BYTES)));
      larger.set(this.#buffer.subarray(0, this.#leftBytes));
      this.#buffer = larger;
    }
    return this.#buffer.subarray(this.#leftBytes, needed);
  }

  /** So many were put there. */
  fill(bytes: number): void {
    this.#leftBytes += bytes;
    if (this.#leftBytes < this.#wantedBytes) return;
    const used = this.#take(this.#buffer.subarray(0, this.#leftBytes), false);
    this.#buffer.copyWithin(0, used, this.#leftBytes);
    this.#leftBytes -= used;
    this.#offset += used;
    // A long beginning of an event is looked at again when there is twice as much of it.
    this.#wantedBytes =
      this.#leftBytes > PATIENCE_BYTES ? Math.min(this.#leftBytes * 2, MOST_EVENT_BYTES + 1) : 0;
    if (this.#leftBytes > MOST_EVENT_BYTES) throw tooLong(this.#offset);
  }

  end(): void {
    const used = this.#take(this.#buffer.subarray(0, this.#leftBytes), true);
    endEvents(this.#sink, this.#reader, this.#outline, this.#offset + used);
  }

  #take(bytes: Uint8Array, isLast: boolean): number {
    let at = 0;
    for (;;) {
      if (!this.#outline.isInList) {
        at = this.#outline.read(bytes, at, isLast);
        if (!this.#outline.isInList) return at;
      }
      const { batch, used, state } = this.#scanner.scan(bytes, at, isLast, this.#offset);
      this.#reader.take(batch, this.#strings, (event) => {
        const begin = (batch.offset[event] as number) - this.#offset;
        return bytes.subarray(begin, begin + (batch.length[event] as number));
      });
      at = used;
      if (state === 'more') return at;
      if (state === 'list-end') this.#outline.endList();
    }
  }
}

/** The end of a source, `used` behind the last that could be made use of. */
export function endEvents(
  sink: TraceSink,
  reader: TraceEventReader,
  outline: TraceOutline,
  used: number,
): void {
  if (!outline.hasList)
    throw new DynoError({
      code: 'TRACE_INVALID',
      message: outline.hasOpened
        ? `There is no list of trace events up to byte ${used}, where the file ends.`
        : `There is no trace: no list and no object begins before byte ${used}, where the file ends.`,
      subject: 'trace events',
      nextStep: 'Check whether the file was written to its end, and record or copy it again.',
    });
  if (!outline.isClosed) sink.warn('cut', 'The file ends in the middle. What stands before is shown.', used);
  reader.end(outline.pieces);
}

export function tooLong(at: number): DynoError {
  return new DynoError({
    code: 'TRACE_INVALID',
    message: `What begins at byte ${at} does not end within ${MOST_EVENT_BYTES / 1024 / 1024} MiB: no trace event does that.`,
    subject: 'trace events',
    nextStep: 'Look at the file there; it is not written as its format demands.',
  });
}
