/** These bytes are no protobuf message, or one that ends too early. Caught by whoever reads. */
export class BadWire extends Error {
  readonly at: number;

  constructor(at: number) {
    super('no protobuf message');
    this.at = at;
  }
}

const VARINT = 0;
const BIT64 = 1;
const BYTES = 2;
const BIT32 = 5;
const MOST_FIELDS = 0x1fffffff;

/** The fields of one protobuf message, one after the other. */
export class WireFields {
  readonly bytes: Uint8Array;
  #at: number;
  readonly #end: number;
  field = 0;
  wire = 0;
  /** Of a field of bytes: where they lie. */
  from = 0;
  to = 0;
  /** Of a varint; beyond 2^53 the nearest double. */
  value = 0;

  constructor(bytes: Uint8Array, from = 0, to = bytes.length) {
    this.bytes = bytes;
    this.#at = from;
    this.#end = to;
  }

  get at(): number {
    return this.#at;
  }

  /** Steps to the next field; false behind the last. Throws BadWire. */
  next(): boolean {
    if (this.#at >= this.#end) return false;
    const start = this.#at;
    const tag = this.#varint();
    this.field = Math.floor(tag / 8);
    this.wire = tag % 8;
    if (this.field < 1 || this.field > MOST_FIELDS) throw new BadWire(start);
    if (this.wire === VARINT) this.value = this.#varint();
    else if (this.wire === BYTES) {
      const length = this.#varint();
      this.from = this.#at;
      this.to = this.#at + length;
      this.#at = this.to;
    } else if (this.wire === BIT64) this.#at += 8;
    else if (this.wire === BIT32) this.#at += 4;
    else throw new BadWire(start);
    if (this.#at > this.#end) throw new BadWire(start);
    return true;
  }

  /** The numbers of a repeated field, packed or one by one. */
  numbers(into: number[]): void {
    if (this.wire === VARINT) {
      into.push(this.value);
      return;
    }
    const packed = new WireFields(this.bytes, this.from, this.to);
    while (packed.#at < packed.#end) into.push(packed.#varint());
  }

  /** Two's complement in 64 bits. */
  #varint(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#at >= this.#end) throw new BadWire(this.#at);
      const byte = this.bytes[this.#at++] as number;
      if (shift < 28) low += (byte & 0x7f) * 2 ** shift;
      else high += (byte & 0x7f) * 2 ** (shift - 28);
      if (byte >= 0x80) continue;
      const isNegative = high >= 2 ** 35;
      return isNegative ? (high - 2 ** 36) * 2 ** 28 + low : high * 2 ** 28 + low;
    }
    throw new BadWire(this.#at);
  }
}

/** How much of the bytes are whole fields, so that the rest can wait for more. Throws BadWire. */
export function wholeFields(bytes: Uint8Array): number {
  let whole = 0;
  const fields = new WireFields(bytes);
  try {
    while (fields.next()) whole = fields.at;
  } catch (thrown) {
    if (!(thrown instanceof BadWire) || !isShort(bytes, whole)) throw thrown;
  }
  return whole;
}

/** Whether what begins here only lacks its end. */
function isShort(bytes: Uint8Array, from: number): boolean {
  const wire = (bytes[from] as number) & 7;
  return wire === VARINT || wire === BIT64 || wire === BYTES || wire === BIT32;
}
