/**
 * FlatBuffers, as far as Arrow's metadata need them (https://flatbuffers.dev/internals): written forwards, a table
 * before what it points to, every field in a slot of eight bytes. Slots of one size keep a message's length the same
 * whatever its numbers are, so that it can be reserved before they are known.
 */
export type FlatValue =
  { readonly is: 'byte' | 'short' | 'int' | 'long'; readonly value: number } | FlatReference;
type FlatReference =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'table'; readonly fields: readonly (FlatValue | null)[] }
  | { readonly is: 'vector'; readonly items: readonly FlatReference[] }
  /** Structs made of 64-bit numbers alone. */
  | { readonly is: 'structs'; readonly count: number; readonly longs: readonly number[] };

export const byte = (value: number): FlatValue => ({ is: 'byte', value });
export const short = (value: number): FlatValue => ({ is: 'short', value });
export const int = (value: number): FlatValue => ({ is: 'int', value });
export const long = (value: number): FlatValue => ({ is: 'long', value });
export const text = (value: string): FlatReference => ({ is: 'text', text: value });
export const table = (...fields: (FlatValue | null)[]): FlatReference => ({ is: 'table', fields });
export const vector = (items: readonly FlatReference[]): FlatReference => ({ is: 'vector', items });
export const structs = (count: number, longs: readonly number[]): FlatReference => ({
  is: 'structs',
  count,
  longs,
});

const SLOT = 8;

export function flatBuffer(root: FlatReference): Uint8Array {
  const writer = new FlatWriter();
  writer.take(4);
  writer.point(0, root);
  return writer.written();
}

class FlatWriter {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #end = 0;

  /** Reserves zeroed bytes and says where. */
  take(bytes: number): number {
    const at = this.#end;
    this.#end += bytes;
    if (this.#end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#end, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }

  /** So that what follows after `ahead` bytes lies at a multiple of eight, which is what 64-bit numbers need. */
  #alignAfter(ahead: number): void {
    this.take(-(this.#end + ahead) & (SLOT - 1));
  }

  point(slot: number, target: FlatReference): void {
    const at = this.#place(target);
    this.#view.setUint32(slot, at - slot, true);
  }

  #place(target: FlatReference): number {
    switch (target.is) {
      case 'text':
        return this.#placeText(target.text);
      case 'table':
        return this.#placeTable(target.fields);
      case 'vector': {
        this.#alignAfter(4);
        const at = this.take(4 + target.items.length * 4);
        this.#view.setUint32(at, target.items.length, true);
        target.items.forEach((item, place) => this.point(at + 4 + place * 4, item));
        return at;
      }
      case 'structs': {
        this.#alignAfter(4);
        const at = this.take(4 + target.longs.length * SLOT);
        this.#view.setUint32(at, target.count, true);
        target.longs.forEach((value, place) =>
          this.#view.setBigInt64(at + 4 + place * SLOT, BigInt(value), true),
        );
        return at;
      }
    }
  }

  #placeText(value: string): number {
    const bytes = Buffer.from(value, 'utf8');
    this.#alignAfter(4);
    const at = this.take(4 + bytes.length + 1);
    this.#view.setUint32(at, bytes.length, true);
    this.#bytes.set(bytes, at + 4);
    return at;
  }

  #placeTable(fields: readonly (FlatValue | null)[]): number {
    const layoutBytes = 4 + fields.length * 2;
    this.#alignAfter(layoutBytes + 4);
    const layout = this.take(layoutBytes);
    const present = fields.filter((field) => field !== null);
    const at = this.take(4 + present.length * SLOT);
    this.#view.setUint16(layout, layoutBytes, true);
    this.#view.setUint16(layout + 2, 4 + present.length * SLOT, true);
    this.#view.setInt32(at, at - layout, true);
    fields.forEach((field, place) => {
      if (field === null) return;
      const offset = 4 + present.indexOf(field) * SLOT;
      this.#view.setUint16(layout + 4 + place * 2, offset, true);
      this.#setField(at + offset, field);
    });
    return at;
  }

  #setField(slot: number, field: FlatValue): void {
    switch (field.is) {
      case 'byte':
        return this.#view.setUint8(slot, field.value);
      case 'short':
        return this.#view.setInt16(slot, field.value, true);
      case 'int':
        return this.#view.setInt32(slot, field.value, true);
      case 'long':
        return this.#view.setBigInt64(slot, BigInt(field.value), true);
      default:
        return this.point(slot, field);
    }
  }

  written(): Uint8Array {
    this.#alignAfter(0);
    return this.#bytes.slice(0, this.#end);
  }
}
