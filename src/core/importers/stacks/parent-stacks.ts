import { DEEPEST_STACK } from './stack-track.ts';
import type { IntColumn } from './int-column.ts';

/** Stacks told by their innermost node and each node's parent, as browsers write them. */
export class ParentStacks {
  readonly #parent: IntColumn;
  /** Of a node; −1 for one that is no frame of its own, such as the root. */
  readonly #frame: (node: number) => number;
  readonly frames = new Uint32Array(DEEPEST_STACK + 1);
  #count = 0;
  #last = -1;
  #isCyclic = false;

  constructor(parent: IntColumn, frame: (node: number) => number) {
    this.#parent = parent;
    this.#frame = frame;
  }

  /** Whether the last stack led back into itself, so that it has no outermost frame. */
  get isCyclic(): boolean {
    return this.#isCyclic;
  }

  /** How many of `frames` are the stack of this node, the outermost first; of −1 none. */
  of(node: number): number {
    if (node === this.#last) return this.#count;
    this.#last = node;
    let count = 0;
    let steps = 0;
    // Of a stack that is too deep the outermost frames are wanted: its length is known first.
    for (let at = node; at >= 0 && steps <= this.#parent.length; at = this.#parent.get(at)) {
      if (this.#frame(at) >= 0) count += 1;
      steps += 1;
    }
    this.#isCyclic = steps > this.#parent.length;
    if (this.#isCyclic) count = 0;
    let place = count;
    for (let at = node; place > 0; at = this.#parent.get(at)) {
      const frame = this.#frame(at);
      if (frame < 0) continue;
      place -= 1;
      if (place < this.frames.length) this.frames[place] = frame;
    }
    this.#count = Math.min(count, this.frames.length);
    return this.#count;
  }
}
