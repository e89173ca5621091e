import { decodeUtf8 } from '../../model/utf8.ts';

/** What Python's marshal can hold of that a profile is made of. */
export type MarshalValue = number | string | null | boolean | MarshalTuple | MarshalDict;
export type MarshalTuple = readonly MarshalValue[];
export interface MarshalDict {
  readonly entries: readonly (readonly [MarshalValue, MarshalValue])[];
}

/** What stands here is no such value, or the bytes end in it. */
export class BadMarshal extends Error {
  readonly at: number;
  readonly isCut: boolean;

  constructor(at: number, isCut: boolean) {
    super('no marshalled value');
    this.at = at;
    this.isCut = isCut;
  }
}

const WITH_REFERENCE = 0x80;
const DEEPEST = 8;
const END: unique symbol = Symbol('end');

/** Python 2.7 to 3.14: version 2 knows interned strings by number, version 3 and later any value. */
export class Marshal {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #references: (MarshalValue | undefined)[] = [];
  readonly #interned: string[] = [];
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get at(): number {
    return this.#at;
  }

  /**
   * The entries of the dictionary that the bytes are; where they end too early, those before. Throws BadMarshal where
   * they are no dictionary, or no marshal at all.
   */
  readEntries(take: (key: MarshalValue, value: MarshalValue) => void): { readonly cutAt: number | null } {
    const type = this.#byte();
    if ((type & 0x7f) !== 0x7b) throw new BadMarshal(0, false);
    if (type >= WITH_REFERENCE) this.#references.push(undefined);
    for (;;) {
      const start = this.#at;
      try {
        const key = this.#value(1);
        if (key === END) return { cutAt: null };
        const value = this.#value(1);
        if (value === END) throw new BadMarshal(this.#at, false);
        take(key, value);
      } catch (thrown) {
        if (thrown instanceof BadMarshal && thrown.isCut) return { cutAt: start };
        throw thrown;
      }
    }
  }

  #value(depth: number): MarshalValue | typeof END {
    const start = this.#at;
    if (depth > DEEPEST) throw new BadMarshal(start, false);
    const byte = this.#byte();
    // A tuple has its number before what is in it has.
    const reference = byte >= WITH_REFERENCE ? this.#references.push(undefined) - 1 : -1;
    const value = this.#typed(String.fromCharCode(byte & 0x7f), start, depth);
    if (reference >= 0 && value !== END) this.#references[reference] = value;
    return value;
  }

  #typed(type: string, start: number, depth: number): MarshalValue | typeof END {
    switch (type) {
      case '0':
        return END;
      case 'N':
        return null;
      case 'T':
        return true;
      case 'F':
        return false;
      case 'i':
        return this.#int();
      case 'I':
        return this.#wide();
      case 'l':
        return this.#long(start);
      case 'g':
        return this.#view.getFloat64(this.#step(8), true);
      case 'f':
        return Number(this.#text(this.#byte()));
      case 's':
      case 'u':
      case 'a':
      case 'A':
        return this.#text(this.#size(start));
      case 't': {
        const text = this.#text(this.#size(start));
        this.#interned.push(text);
        return text;
      }
      case 'z':
      case 'Z':
        return this.#text(this.#byte());
      case 'R':
        return this.#known(this.#interned, start);
      case 'r':
        return this.#known(this.#references, start);
      case '(':
        return this.#tuple(this.#size(start), depth);
      case ')':
        return this.#tuple(this.#byte(), depth);
      case '{':
        return this.#dict(depth);
      default:
        throw new BadMarshal(start, false);
    }
  }

  #tuple(length: number, depth: number): MarshalTuple {
    const values: MarshalValue[] = [];
    for (let left = length; left > 0; left -= 1) values.push(this.#some(depth));
    return values;
  }

  #dict(depth: number): MarshalDict {
    const entries: [MarshalValue, MarshalValue][] = [];
    for (;;) {
      const key = this.#value(depth + 1);
      if (key === END) return { entries };
      entries.push([key, this.#some(depth)]);
    }
  }

  #some(depth: number): MarshalValue {
    const start = this.#at;
    const value = this.#value(depth + 1);
    if (value === END) throw new BadMarshal(start, false);
    return value;
  }

  #known<T>(list: readonly (T | undefined)[], start: number): T {
    const value = list[this.#int()];
    if (value === undefined) throw new BadMarshal(start, false);
    return value;
  }

  /** Digits of 15 bits, as many as the size says; below zero where that is. */
  #long(start: number): number {
    const size = this.#int();
    if (Math.abs(size) > 1000) throw new BadMarshal(start, false);
    let value = 0;
    for (let place = 0; place < Math.abs(size); place += 1) {
      value += this.#view.getUint16(this.#step(2), true) * 2 ** (15 * place);
    }
    return size < 0 ? -value : value;
  }

  #size(start: number): number {
    const size = this.#int();
    if (size < 0) throw new BadMarshal(start, false);
    return size;
  }

  #wide(): number {
    const at = this.#step(8);
    return this.#view.getInt32(at + 4, true) * 2 ** 32 + this.#view.getUint32(at, true);
  }

  #int(): number {
    return this.#view.getInt32(this.#step(4), true);
  }

  #byte(): number {
    return this.#bytes[this.#step(1)] as number;
  }

  #text(length: number): string {
    const at = this.#step(length);
    return decodeUtf8(this.#bytes.subarray(at, at + length));
  }

  /** Past so many bytes; gives where they begin. */
  #step(count: number): number {
    const at = this.#at;
    if (at + count > this.#bytes.length) throw new BadMarshal(at, true);
    this.#at = at + count;
    return at;
  }
}
