import type { DiskFile } from '../disk-file.ts';

/** So many spans of a track go to the disk together. */
const CHUNK = 1 << 12;
const FIRST_ROOM = 16;

interface Columns {
  readonly start: Float64Array;
  readonly duration: Float64Array;
  readonly offset: Float64Array;
  readonly name: Uint32Array;
  /** Its number among all spans. */
  readonly id: Uint32Array;
  readonly category: Uint16Array;
  readonly kind: Uint8Array;
}

/** Columns lie one after another in a chunk: so many bytes of each span before this one. */
const BEFORE: Readonly<Record<keyof Columns, number>> = {
  start: 0,
  duration: 8,
  offset: 16,
  name: 24,
  id: 28,
  category: 32,
  kind: 34,
};
const SPAN_BYTES = 35;

function columnsIn(buffer: ArrayBuffer, room: number): Columns {
  return {
    start: new Float64Array(buffer, room * BEFORE.start, room),
    duration: new Float64Array(buffer, room * BEFORE.duration, room),
    offset: new Float64Array(buffer, room * BEFORE.offset, room),
    name: new Uint32Array(buffer, room * BEFORE.name, room),
    id: new Uint32Array(buffer, room * BEFORE.id, room),
    category: new Uint16Array(buffer, room * BEFORE.category, room),
    kind: new Uint8Array(buffer, room * BEFORE.kind, room),
  };
}

/** One track's spans as they come. Those that fill a chunk wait on the disk, so that memory holds few of them. */
export class TrackSpans {
  readonly #spill: () => DiskFile;
  readonly #chunks: number[] = [];
  #bytes = new Uint8Array(0);
  #columns = columnsIn(this.#bytes.buffer, 0);
  #room = 0;
  #held = 0;
  firstNs = Infinity;

  constructor(spill: () => DiskFile) {
    this.#spill = spill;
  }

  get count(): number {
    return this.#chunks.length * CHUNK + this.#held;
  }

  add(
    id: number,
    name: number,
    category: number,
    kind: number,
    start: number,
    duration: number,
    offset: number,
  ): void {
    if (this.#held === this.#room) this.#makeRoom();
    const at = this.#held++;
    const columns = this.#columns;
    columns.start[at] = start;
    columns.duration[at] = duration;
    columns.offset[at] = offset;
    columns.name[at] = name;
    columns.id[at] = id;
    columns.category[at] = category;
    columns.kind[at] = kind;
    if (start < this.firstNs) this.firstNs = start;
  }

  #makeRoom(): void {
    if (this.#room === CHUNK) {
      const spill = this.#spill();
      this.#chunks.push(spill.bytes);
      spill.append(this.#bytes);
      this.#held = 0;
      return;
    }
    const before = this.#columns;
    this.#room = this.#room === 0 ? FIRST_ROOM : this.#room * 16;
    this.#bytes = new Uint8Array(this.#room * SPAN_BYTES);
    this.#columns = columnsIn(this.#bytes.buffer, this.#room);
    for (const name of Object.keys(before) as (keyof Columns)[]) this.#columns[name].set(before[name]);
  }

  /** The first spans of the track, as many as there is room for in `into`. */
  read<Name extends keyof Columns>(name: Name, into: Columns[Name]): Columns[Name] {
    const held = this.#columns[name];
    const columnAt = CHUNK * BEFORE[name];
    const most = into.length;
    this.#chunks.forEach((at, chunk) => {
      const from = chunk * CHUNK;
      if (from < most) this.#spill().read(into.subarray(from, Math.min(most, from + CHUNK)), at + columnAt);
    });
    const from = this.#chunks.length * CHUNK;
    if (from < most) into.set(held.subarray(0, Math.min(this.#held, most - from)), from);
    return into;
  }
}
