import { DETAIL_KEYS, TEXT_DETAILS, type DetailKey } from '../../../contract/trace.ts';
import type { DiskFile } from '../disk-file.ts';
import type { TextUse } from './text-use.ts';

const BLOCK = 1 << 14;

/** One key's details while the trace is read: full blocks go to the disk, for they are most of a trace. */
export class DetailSpill {
  readonly #spill: () => DiskFile;
  /** Of a detail that is text. */
  readonly #texts: TextUse | null;
  readonly #places: number[] = [];
  #span = new Uint32Array(0);
  #value = new Float64Array(0);
  #held = 0;

  constructor(spill: () => DiskFile, texts: TextUse | null) {
    this.#spill = spill;
    this.#texts = texts;
  }

  get count(): number {
    return this.#places.length * BLOCK + this.#held;
  }

  add(span: number, value: number): void {
    if (this.#held === this.#span.length) this.#makeRoom();
    this.#span[this.#held] = span;
    this.#value[this.#held++] = this.#texts === null ? value : this.#texts.place(value);
  }

  #makeRoom(): void {
    if (this.#held < BLOCK) {
      // Most keys are rare: theirs begin small.
      const room = this.#held === 0 ? 256 : BLOCK;
      const span = new Uint32Array(room);
      const value = new Float64Array(room);
      span.set(this.#span);
      value.set(this.#value);
      this.#span = span;
      this.#value = value;
      return;
    }
    const spill = this.#spill();
    this.#places.push(spill.bytes);
    spill.append(this.#span);
    spill.append(this.#value);
    this.#held = 0;
  }

  /** All that was given, in that order. */
  read(): { readonly span: Uint32Array; readonly value: Float64Array } {
    const span = new Uint32Array(this.count);
    const value = new Float64Array(this.count);
    this.#places.forEach((at, place) => {
      const from = place * BLOCK;
      this.#spill().read(span.subarray(from, from + BLOCK), at);
      this.#spill().read(value.subarray(from, from + BLOCK), at + BLOCK * 4);
    });
    span.set(this.#span.subarray(0, this.#held), this.#places.length * BLOCK);
    value.set(this.#value.subarray(0, this.#held), this.#places.length * BLOCK);
    return { span, value };
  }
}

export type DetailSpills = ReadonlyMap<DetailKey, DetailSpill>;

export const detailSpills = (spill: () => DiskFile, texts: TextUse): DetailSpills =>
  new Map(DETAIL_KEYS.map((key) => [key, new DetailSpill(spill, TEXT_DETAILS.has(key) ? texts : null)]));
