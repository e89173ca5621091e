import { invalidTrace } from '../invalid-trace.ts';
import { Utf16Bytes, utf16Order } from './utf16-bytes.ts';

/** A line of `bytes[from, to)`, without what ends it; `offset` is its place in the file. */
export type TakeLine = (bytes: Uint8Array, from: number, to: number, offset: number) => void;

/** A stack of a hundred thousand long names fits. */
const LONGEST_LINE = 64 * 1024 * 1024;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Lines of a text that comes in pieces cut anywhere: UTF-8, or UTF-16 with its mark, which is turned into UTF-8 first.
 * A line is good until the next call alone. Places are those of the UTF-8.
 */
export class TextLines {
  readonly #take: TakeLine;
  readonly #subject: string;
  #held = new Uint8Array(64 * 1024);
  #heldLength = 0;
  #offset = 0;
  #start: Uint8Array | null = new Uint8Array(0);
  #utf16: Utf16Bytes | null = null;

  constructor(take: TakeLine, subject: string) {
    this.#take = take;
    this.#subject = subject;
  }

  /** Throws TRACE_INVALID where a line does not end within 64 MiB. */
  push(bytes: Uint8Array): void {
    if (this.#start === null) {
      this.#pushText(this.#utf16 === null ? bytes : this.#utf16.toUtf8(bytes));
      return;
    }
    const start = new Uint8Array(this.#start.length + bytes.length);
    start.set(this.#start);
    start.set(bytes, this.#start.length);
    this.#start = start;
    if (start.length >= 3) this.#begin(start);
  }

  end(): void {
    if (this.#start !== null) this.#begin(this.#start);
    if (this.#heldLength === 0) return;
    const length = this.#heldLength;
    this.#heldLength = 0;
    this.#tell(this.#held, 0, length, this.#offset - length);
  }

  #begin(start: Uint8Array): void {
    this.#start = null;
    const order = utf16Order(start);
    if (order !== null) {
      this.#utf16 = new Utf16Bytes(order);
      this.#pushText(this.#utf16.toUtf8(start.subarray(2)));
    } else {
      const hasMark = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
      this.#offset = hasMark ? 3 : 0;
      this.#pushText(hasMark ? start.subarray(3) : start);
    }
  }

  #pushText(bytes: Uint8Array): void {
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      if (this.#heldLength > 0) {
        this.#hold(bytes.subarray(from, end));
        const length = this.#heldLength;
        this.#heldLength = 0;
        this.#tell(this.#held, 0, length, this.#offset + end - length);
      } else {
        this.#tell(bytes, from, end, this.#offset + from);
      }
      from = end + 1;
    }
    this.#hold(bytes.subarray(from));
    this.#offset += bytes.length;
    if (this.#heldLength > LONGEST_LINE) {
      const at = this.#offset - this.#heldLength;
      throw invalidTrace(this.#subject, 'A line does not end within 64 MiB: it begins', at);
    }
  }

  #tell(bytes: Uint8Array, from: number, to: number, offset: number): void {
    const end = to > from && bytes[to - 1] === RETURN ? to - 1 : to;
    this.#take(bytes, from, end, offset);
  }

  #hold(more: Uint8Array): void {
    const wanted = this.#heldLength + more.length;
    if (wanted > this.#held.length) {
      const grown = new Uint8Array(Math.max(wanted, 2 * this.#held.length));
      grown.set(this.#held.subarray(0, this.#heldLength));
      this.#held = grown;
    }
    this.#held.set(more, this.#heldLength);
    this.#heldLength = wanted;
  }
}
