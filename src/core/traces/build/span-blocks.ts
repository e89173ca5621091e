const BLOCK_BITS = 14;
export const BLOCK = 1 << BLOCK_BITS;
const MASK = BLOCK - 1;

/**
 * Spans by columns in order of arrival. Blocks of one size instead of arrays that are doubled: nothing is copied, and
 * no more is held than is used.
 */
export class SpanBlocks {
  readonly track: Uint16Array[] = [];
  readonly name: Uint32Array[] = [];
  readonly category: Uint16Array[] = [];
  readonly kind: Uint8Array[] = [];
  readonly start: Float64Array[] = [];
  readonly duration: Float64Array[] = [];
  readonly offset: Float64Array[] = [];
  #track = new Uint16Array(0);
  #name = new Uint32Array(0);
  #category = new Uint16Array(0);
  #kind = new Uint8Array(0);
  #start = new Float64Array(0);
  #duration = new Float64Array(0);
  #offset = new Float64Array(0);
  count = 0;

  add(
    track: number,
    name: number,
    category: number,
    kind: number,
    start: number,
    duration: number,
    offset: number,
  ): number {
    const at = this.count & MASK;
    if (at === 0) this.#grow();
    this.#track[at] = track;
    this.#name[at] = name;
    this.#category[at] = category;
    this.#kind[at] = kind;
    this.#start[at] = start;
    this.#duration[at] = duration;
    this.#offset[at] = offset;
    return this.count++;
  }

  /** Forgets all spans but their number. */
  release(): void {
    for (const blocks of [
      this.track,
      this.name,
      this.category,
      this.kind,
      this.start,
      this.duration,
      this.offset,
    ])
      blocks.length = 0;
  }

  #grow(): void {
    this.track.push((this.#track = new Uint16Array(BLOCK)));
    this.name.push((this.#name = new Uint32Array(BLOCK)));
    this.category.push((this.#category = new Uint16Array(BLOCK)));
    this.kind.push((this.#kind = new Uint8Array(BLOCK)));
    this.start.push((this.#start = new Float64Array(BLOCK)));
    this.duration.push((this.#duration = new Float64Array(BLOCK)));
    this.offset.push((this.#offset = new Float64Array(BLOCK)));
  }
}

/** into[i] = the value of arrival order[i]. Apart from the other one, since V8 is quick with one kind of array. */
export function gatherFloats(
  blocks: readonly Float64Array[],
  order: Uint32Array,
  into: Float64Array,
): Float64Array {
  for (let i = 0; i < order.length; i++) {
    const arrival = order[i] as number;
    into[i] = (blocks[arrival >>> BLOCK_BITS] as Float64Array)[arrival & MASK] as number;
  }
  return into;
}

export function gatherWhole<Values extends Uint32Array | Uint16Array | Uint8Array>(
  blocks: readonly Values[],
  order: Uint32Array,
  into: Values,
): Values {
  for (let i = 0; i < order.length; i++) {
    const arrival = order[i] as number;
    into[i] = (blocks[arrival >>> BLOCK_BITS] as Values)[arrival & MASK] as number;
  }
  return into;
}
