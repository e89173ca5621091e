interface Entry<T> {
  readonly bytes: Uint8Array;
  readonly value: T;
  readonly next: Entry<T> | undefined;
}

/**
 * What was once made of some bytes, found again by those bytes: events repeat their names and shapes, and to decode
 * them anew each time takes longer than all the rest. Equal bytes give the same value, so that `===` compares.
 */
export class ByteCache<T> {
  readonly #entries = new Map<number, Entry<T>>();
  readonly #make: (bytes: Uint8Array, from: number, to: number) => T;
  readonly #budget: number;
  #heldBytes = 0;

  constructor(make: (bytes: Uint8Array, from: number, to: number) => T, budget = 16 * 1024 * 1024) {
    this.#make = make;
    this.#budget = budget;
  }

  get(bytes: Uint8Array, from: number, to: number): T {
    let hash = to - from;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    const first = this.#entries.get(hash);
    for (let entry = first; entry !== undefined; entry = entry.next) {
      if (isSame(entry.bytes, bytes, from, to)) return entry.value;
    }
    if (this.#heldBytes > this.#budget) {
      this.#entries.clear();
      this.#heldBytes = 0;
    }
    const value = this.#make(bytes, from, to);
    this.#heldBytes += to - from + 100;
    this.#entries.set(hash, { bytes: bytes.slice(from, to), value, next: this.#entries.get(hash) });
    return value;
  }
}

function isSame(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let at = 0; at < known.length; at += 1) {
    if (known[at] !== bytes[from + at]) return false;
  }
  return true;
}
