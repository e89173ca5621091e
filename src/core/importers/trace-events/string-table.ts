import { decodeUtf8 } from '../../model/utf8.ts';
import { unescapeJson } from './unescape-json.ts';

const BACKSLASH = 0x5c;

/** Strings by their bytes: decoded once, when first seen. */
export class StringTable {
  #slots = new Int32Array(1 << 14);
  #hashes = new Int32Array(1 << 13);
  #begins = new Float64Array(1 << 13);
  #lengths = new Uint32Array(1 << 13);
  #arena = new Uint8Array(1 << 18);
  #arenaEnd = 0;
  #count = 1;
  #fresh: string[] = [''];

  /** The number of these bytes with that hash; those of a JSON string are unescaped, those of other JSON are not. */
  find(bytes: Uint8Array, from: number, to: number, hash: number, isRaw: boolean): number {
    if (from === to) return 0;
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const number = this.#slots[slot] as number;
      if (number === 0) break;
      if (this.#hashes[number] === hash && this.isAt(number, bytes, from, to - from)) return number;
      slot = (slot + 1) & mask;
    }
    return this.#add(bytes, from, to, hash, slot, isRaw);
  }

  /** Whether that string's bytes, and no more than so many, stand there. */
  isAt(number: number, bytes: Uint8Array, from: number, length: number): boolean {
    if (this.#lengths[number] !== length) return false;
    const arena = this.#arena;
    const begin = this.#begins[number] as number;
    for (let at = 0; at < length; at += 1) {
      if (arena[begin + at] !== bytes[from + at]) return false;
    }
    return true;
  }

  /** How long the string is that stands there in full, followed by a quote; −1 where it does not. */
  standsBeforeQuote(number: number, bytes: Uint8Array, from: number): number {
    const length = this.#lengths[number] as number;
    const behind = from + length;
    if (behind >= bytes.length || bytes[behind] !== 0x22) return -1;
    const arena = this.#arena;
    const begin = this.#begins[number] as number;
    for (let at = 0; at < length; at += 1) {
      if (arena[begin + at] !== bytes[from + at]) return -1;
    }
    return length;
  }

  /** Those that have come since the last call. */
  takeFresh(): string[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  #add(bytes: Uint8Array, from: number, to: number, hash: number, slot: number, isRaw: boolean): number {
    const number = this.#count;
    if (number >= this.#hashes.length) this.#growNumbers();
    this.#growArena(to - from);
    const held = bytes.subarray(from, to);
    this.#arena.set(held, this.#arenaEnd);
    this.#begins[number] = this.#arenaEnd;
    this.#lengths[number] = to - from;
    this.#hashes[number] = hash;
    this.#arenaEnd += to - from;
    this.#slots[slot] = number;
    this.#count += 1;
    const text = decodeUtf8(held);
    this.#fresh.push(!isRaw && held.includes(BACKSLASH) ? unescapeJson(text) : text);
    if (this.#count * 2 > this.#slots.length) this.#growSlots();
    return number;
  }

  #growNumbers(): void {
    const size = this.#hashes.length * 2;
    this.#hashes = grown(this.#hashes, new Int32Array(size));
    this.#begins = grown(this.#begins, new Float64Array(size));
    this.#lengths = grown(this.#lengths, new Uint32Array(size));
  }

  #growArena(by: number): void {
    if (this.#arenaEnd + by <= this.#arena.length) return;
    const size = Math.max(this.#arenaEnd + by, this.#arena.length * 2);
    this.#arena = grown(this.#arena, new Uint8Array(size));
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 1; number < this.#count; number += 1) {
      const hash = this.#hashes[number] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

function grown<T extends Int32Array | Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
