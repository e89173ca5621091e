/**
 * From numbers to places, several of which may have the same number: open addressing over typed arrays, since a Map
 * of millions of entries takes gigabytes.
 */
export class NumberIndex {
  readonly #keys: Float64Array;
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #mask: number;

  /** Places whose number is NaN are in no index. */
  constructor(numbers: Float64Array) {
    let size = 16;
    while (size < numbers.length * 2) size *= 2;
    this.#mask = size - 1;
    this.#keys = new Float64Array(size);
    this.#heads = new Int32Array(size).fill(-1);
    this.#next = new Int32Array(numbers.length).fill(-1);
    for (let place = 0; place < numbers.length; place += 1) {
      const number = numbers[place] as number;
      if (Number.isNaN(number)) continue;
      const slot = this.#slotOf(number);
      this.#keys[slot] = number;
      this.#next[place] = this.#heads[slot] as number;
      this.#heads[slot] = place;
    }
  }

  /** The last place with this number; −1 for none. */
  lastOf(number: number): number {
    return Number.isNaN(number) ? -1 : (this.#heads[this.#slotOf(number)] as number);
  }

  /** The one before with the same number; −1 for none. */
  before(place: number): number {
    return this.#next[place] as number;
  }

  #slotOf(number: number): number {
    const low = number >>> 0;
    const high = Math.floor(number / 4294967296) >>> 0;
    let slot = (Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b) >>> 0) & this.#mask;
    while ((this.#heads[slot] as number) >= 0 && this.#keys[slot] !== number) slot = (slot + 1) & this.#mask;
    return slot;
  }
}
