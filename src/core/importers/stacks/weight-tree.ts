import type { StackTrack } from './stack-track.ts';

const NONE = -1;
/** More functions than a profile has; with as many nodes still a whole number. */
const FRAMES = 2 ** 26;

/** Stacks merged by what they have in common, with a weight each. Node 0 stands for no frame at all. */
export class WeightTree {
  readonly #frame: number[] = [NONE];
  readonly #parent: number[] = [NONE];
  readonly #firstChild: number[] = [NONE];
  readonly #nextChild: number[] = [NONE];
  readonly #own: number[] = [0];
  readonly #children = new Map<number, number>();

  get size(): number {
    return this.#frame.length;
  }

  /** The node of `frame` called from `parent`. */
  child(parent: number, frame: number): number {
    const key = parent * FRAMES + frame;
    const known = this.#children.get(key);
    if (known !== undefined) return known;
    const node = this.#frame.length;
    this.#frame.push(frame);
    this.#parent.push(parent);
    this.#nextChild.push(this.#firstChild[parent] as number);
    this.#firstChild.push(NONE);
    this.#firstChild[parent] = node;
    this.#own.push(0);
    this.#children.set(key, node);
    return node;
  }

  add(node: number, weight: number): void {
    this.#own[node] = (this.#own[node] as number) + weight;
  }

  /** Draws it from 0 on, the heaviest child of every frame first; gives its whole weight, rounded. */
  draw(track: StackTrack): number {
    const totals = this.#totals();
    const open = [{ rest: this.#lightestFirst(0, totals), at: 0, end: totals[0] as number }];
    // Places are rounded, not weights, so that parts never add up to more than their whole.
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const child = top.rest.pop();
      if (child === undefined) {
        open.pop();
        if (open.length > 0) track.close(Math.round(top.end));
        continue;
      }
      const at = top.at;
      top.at += totals[child] as number;
      if (Math.round(top.at) <= Math.round(at)) continue;
      track.open(this.#frame[child] as number, Math.round(at));
      open.push({ rest: this.#lightestFirst(child, totals), at, end: top.at });
    }
    const whole = Math.round(totals[0] as number);
    track.end(whole);
    return whole;
  }

  /** Children have greater numbers than their parents. */
  #totals(): Float64Array {
    const totals = Float64Array.from(this.#own);
    for (let node = totals.length - 1; node > 0; node -= 1) {
      const parent = this.#parent[node] as number;
      totals[parent] = (totals[parent] as number) + (totals[node] as number);
    }
    return totals;
  }

  #lightestFirst(node: number, totals: Float64Array): number[] {
    const children: number[] = [];
    for (let child = this.#firstChild[node] as number; child !== NONE;) {
      children.push(child);
      child = this.#nextChild[child] as number;
    }
    return children.sort((a, b) => (totals[a] as number) - (totals[b] as number) || b - a);
  }
}
