import { decodeUtf8 } from './utf8.ts';
import { invalidModel } from './model-error.ts';
import type { ByteSource } from './byte-source.ts';

export const WIRE = { varint: 0, bit64: 1, bytes: 2, startGroup: 3, endGroup: 4, bit32: 5 } as const;

const SMALLEST_WINDOW = 1024;
const LARGEST_WINDOW = 256 * 1024;
const DEEPEST_GROUP = 64;
const EMPTY = new Uint8Array(0);

export interface Tag {
  readonly field: number;
  readonly wire: number;
}

/**
 * Reads protobuf's wire format from a window that moves over a source. The window starts small after every jump
 * and doubles while reading goes straight on: a file of many weights costs one small read for each.
 */
export class WireCursor {
  readonly #source: ByteSource;
  readonly #subject: string;
  #window: Uint8Array = EMPTY;
  #windowStart = 0;
  #at = 0;
  #windowSize = SMALLEST_WINDOW;

  constructor(source: ByteSource, subject: string) {
    this.#source = source;
    this.#subject = subject;
  }

  get position(): number {
    return this.#windowStart + this.#at;
  }

  fail(what: string, offset = this.position): never {
    throw invalidModel(this.#subject, offset, what);
  }

  tag(end: number): Tag {
    const start = this.position;
    const value = this.size(end);
    const field = Math.floor(value / 8);
    const wire = value % 8;
    if (field === 0 || field > 0x1fffffff) this.fail('a field has an impossible number', start);
    if (wire > 5) this.fail(`a field has the unknown wire type ${wire}`, start);
    return { field, wire };
  }

  /** A varint that counts or measures: never negative, always a safe integer. */
  size(end: number): number {
    const start = this.position;
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      const byte = this.byte(end);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) this.fail('a number is impossibly large', start);
        return value;
      }
      scale *= 128;
    }
    return this.fail('a number is longer than ten bytes', start);
  }

  /** A varint read as a signed 64-bit integer. */
  int64(end: number): bigint {
    const start = this.position;
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte(end);
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt(low);
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.byte(end);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    return this.fail('a number is longer than ten bytes', start);
  }

  float32(end: number): number {
    return this.#view(4, end).getFloat32(0, true);
  }

  float64(end: number): number {
    return this.#view(8, end).getFloat64(0, true);
  }

  /** The end of a length-delimited field whose length comes next. */
  length(end: number): number {
    const start = this.position;
    const length = this.size(end);
    const last = this.position + length;
    if (last > end) {
      this.fail(
        `a length of ${length} bytes reaches ${last - end} bytes beyond the end of what holds it`,
        start,
      );
    }
    return last;
  }

  text(end: number): string {
    return decodeUtf8(this.#bytes(end));
  }

  /** The bytes up to `end`, copied. */
  copy(end: number): Uint8Array {
    return this.#bytes(end).slice();
  }

  /** A copy of any range, without moving. */
  copyRange(start: number, end: number): Uint8Array {
    const from = start - this.#windowStart;
    const to = end - this.#windowStart;
    if (from >= 0 && to <= this.#window.length) return this.#window.slice(from, to);
    const position = this.position;
    const bytes = this.#source.read(start, end - start).slice();
    if (bytes.length < end - start) this.fail('the file ends early', start + bytes.length);
    this.#forgetWindow(position);
    return bytes;
  }

  seek(position: number): void {
    const at = position - this.#windowStart;
    if (at >= 0 && at <= this.#window.length) {
      this.#at = at;
      return;
    }
    this.#forgetWindow(position);
  }

  /** Passes over a field's content, of whatever wire type. */
  skip(tag: Tag, end: number, depth = 0): void {
    switch (tag.wire) {
      case WIRE.varint:
        this.int64(end);
        return;
      case WIRE.bit64:
        this.#advance(8, end);
        return;
      case WIRE.bit32:
        this.#advance(4, end);
        return;
      case WIRE.bytes:
        this.seek(this.length(end));
        return;
      case WIRE.startGroup:
        this.#skipGroup(tag.field, end, depth);
        return;
      default:
        this.fail('a group ends that never began');
    }
  }

  byte(end: number): number {
    if (this.position >= end) this.fail('the data ends in the middle of a field');
    if (this.#at >= this.#window.length) this.#refill();
    return this.#window[this.#at++] as number;
  }

  /** Also after any other read of the source, which may reuse the window's memory. */
  #forgetWindow(position: number): void {
    this.#windowStart = position;
    this.#window = EMPTY;
    this.#at = 0;
    this.#windowSize = SMALLEST_WINDOW;
  }

  #skipGroup(field: number, end: number, depth: number): void {
    if (depth > DEEPEST_GROUP) this.fail('groups are nested too deeply');
    for (;;) {
      const inner = this.tag(end);
      if (inner.wire === WIRE.endGroup) {
        if (inner.field !== field) this.fail('a group is closed by the wrong field');
        return;
      }
      this.skip(inner, end, depth + 1);
    }
  }

  #advance(count: number, end: number): void {
    if (this.position + count > end) this.fail('the data ends in the middle of a field');
    this.seek(this.position + count);
  }

  #view(count: number, end: number): DataView {
    if (this.position + count > end) this.fail('the data ends in the middle of a field');
    const bytes = this.#bytes(this.position + count);
    return new DataView(bytes.buffer, bytes.byteOffset, count);
  }

  /** Moves to `end` and gives the bytes up to it, valid until the next read. */
  #bytes(end: number): Uint8Array {
    const start = this.position;
    const length = end - start;
    if (this.#at + length > this.#window.length) {
      if (length > LARGEST_WINDOW) {
        const bytes = this.#source.read(start, length);
        if (bytes.length < length) this.fail('the file ends early', start + bytes.length);
        this.#forgetWindow(end);
        return bytes;
      }
      this.#refill(length);
    }
    const bytes = this.#window.subarray(this.#at, this.#at + length);
    this.#at += length;
    return bytes;
  }

  #refill(atLeast = 1): void {
    const start = this.position;
    if (start === this.#windowStart + this.#window.length && this.#window.length > 0) {
      this.#windowSize = Math.min(LARGEST_WINDOW, this.#windowSize * 2);
    }
    const wanted = Math.max(atLeast, this.#windowSize);
    const bytes = this.#source.read(start, Math.min(wanted, this.#source.size - start));
    if (bytes.length < atLeast) this.fail('the file ends early', start + bytes.length);
    this.#window = bytes;
    this.#windowStart = start;
    this.#at = 0;
  }
}
