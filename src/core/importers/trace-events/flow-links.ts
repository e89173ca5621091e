import type { LinkKind } from '../../../contract/trace-view.ts';
import type { TraceSink } from '../trace-sink.ts';
import { Floats, placesOf, Wholes } from './growing.ts';

const START = 0x73;
const END = 0x66;

/** Categories of arrows from a launch to its work, as the years called them. */
const LAUNCH_CATEGORIES: ReadonlySet<string> = new Set(['ac2g', 'async_cpu_to_gpu', 'async_gpu']);
const FORWARD_BACKWARD: ReadonlySet<string> = new Set(['fwdbwd', 'forward_backward']);

export function flowKind(category: string, name: string): LinkKind {
  if (LAUNCH_CATEGORIES.has(category) || (category === 'async' && name === 'launch')) return 'launch';
  return FORWARD_BACKWARD.has(category) || FORWARD_BACKWARD.has(name) ? 'forward-backward' : 'flow';
}

/** Arrows told by their ends, which come in any order: those of one id are one arrow, or one after the other. */
export class FlowLinks {
  readonly #group = new Wholes();
  readonly #id = new Floats();
  readonly #phase = new Wholes();
  readonly #track = new Wholes();
  readonly #atNs = new Floats();

  /** `group` tells arrows apart that have the same id: their kind is behind it. */
  add(group: number, id: number, phase: number, track: number, atNs: number): void {
    this.#group.push(group);
    this.#id.push(id);
    this.#phase.push(phase);
    this.#track.push(track);
    this.#atNs.push(atNs);
  }

  /** Groups of no kind are left out. */
  tell(sink: TraceSink, kindOf: (group: number) => LinkKind | null): void {
    const group = this.#group.values;
    const id = this.#id.values;
    const at = this.#atNs.values;
    const order = placesOf(this.#id.length).sort(
      (a, b) =>
        (group[a] as number) - (group[b] as number) ||
        (id[a] as number) - (id[b] as number) ||
        (at[a] as number) - (at[b] as number) ||
        a - b,
    );
    for (let first = 0; first < order.length;) {
      const begin = order[first] as number;
      let behind = first + 1;
      while (behind < order.length && this.#isSame(begin, order[behind] as number)) behind += 1;
      const kind = kindOf(group[begin] as number);
      if (kind !== null) this.#tellOne(sink, kind, order.subarray(first, behind));
      first = behind;
    }
  }

  #isSame(a: number, b: number): boolean {
    return this.#group.values[a] === this.#group.values[b] && this.#id.values[a] === this.#id.values[b];
  }

  #tellOne(sink: TraceSink, kind: LinkKind, ends: Uint32Array): void {
    const [first = 0, second = 0] = ends;
    // Clocks of two devices differ: an arrow of one start and one end points from the start all the same.
    if (ends.length === 2 && this.#phase.values[first] === END && this.#phase.values[second] === START) {
      this.#link(sink, kind, second, first);
      return;
    }
    let from = -1;
    for (const end of ends) {
      const phase = this.#phase.values[end];
      if (phase !== START && from >= 0) this.#link(sink, kind, from, end);
      if (phase !== END) from = end;
    }
  }

  #link(sink: TraceSink, kind: LinkKind, from: number, to: number): void {
    sink.linkAt(
      kind,
      this.#track.values[from] as number,
      this.#atNs.values[from] as number,
      this.#track.values[to] as number,
      this.#atNs.values[to] as number,
    );
  }
}
