import type { TraceSink } from '../trace-sink.ts';
import { DEEPEST_STACK, type StackTrack } from './stack-track.ts';

/** Less than this of the whole is nothing that anyone could see. */
const LEAST_SHARE = 1 / 100_000;
const MOST_SPANS = 500_000;

interface Call {
  readonly callee: number;
  weight: number;
}

/**
 * Functions with their own weight, and who called whom with what weight: no stacks. They are laid out as stacks by
 * giving each caller its share of what a function called, which is what happened only if it called the same for all.
 */
export class CallGraph {
  readonly #own = new Map<number, number>();
  readonly #inclusive = new Map<number, number>();
  readonly #calls = new Map<number, Map<number, Call>>();

  addOwn(fn: number, weight: number): void {
    this.#own.set(fn, (this.#own.get(fn) ?? 0) + weight);
  }

  /** Of a source that counts it itself; else it is what a function has and calls. */
  setInclusive(fn: number, weight: number): void {
    this.#inclusive.set(fn, (this.#inclusive.get(fn) ?? 0) + weight);
  }

  addCall(caller: number, callee: number, weight: number): void {
    let calls = this.#calls.get(caller);
    if (calls === undefined) {
      calls = new Map();
      this.#calls.set(caller, calls);
    }
    const call = calls.get(callee);
    if (call === undefined) calls.set(callee, { callee, weight });
    else call.weight += weight;
  }

  get total(): number {
    let total = 0;
    for (const own of this.#own.values()) total += own;
    return total;
  }

  /** Draws it from 0 on, the heaviest first. What calls itself is cut there: its weight stays with the outer one. */
  draw(track: StackTrack, sink: TraceSink): void {
    const inclusive = this.#inclusives();
    const roots = this.#roots(inclusive);
    const whole = roots.reduce((sum, { weight }) => sum + weight, 0);
    const least = Math.max(whole * LEAST_SHARE, Number.MIN_VALUE);
    const onStack = new Set<number>();
    const open: {
      readonly fn: number;
      readonly rest: Call[];
      readonly share: number;
      at: number;
      readonly end: number;
    }[] = [{ fn: -1, rest: roots.reverse(), share: 1, at: 0, end: whole }];
    let spans = 0;
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const call = top.rest.pop();
      if (call === undefined) {
        open.pop();
        onStack.delete(top.fn);
        if (open.length > 0) track.close(Math.round(top.end));
        continue;
      }
      // Rounding apart, no function has less than what it calls.
      const weight = Math.min(call.weight * top.share, top.end - top.at);
      const at = top.at;
      if (onStack.has(call.callee) || Math.round(at + weight) <= Math.round(at)) continue;
      if (weight < least || spans >= MOST_SPANS || open.length > DEEPEST_STACK) {
        sink.warn(
          'limits',
          '{count} calls are too light, deep or many to be drawn; their weight stays with their caller.',
          null,
        );
        continue;
      }
      spans += 1;
      top.at += weight;
      onStack.add(call.callee);
      track.open(call.callee, Math.round(at));
      const all = inclusive.get(call.callee) ?? 0;
      const rest = [...(this.#calls.get(call.callee)?.values() ?? [])].sort(lightestFirst);
      open.push({ fn: call.callee, rest, share: all > 0 ? weight / all : 0, at, end: at + weight });
    }
    track.end(Math.round(whole));
  }

  #inclusives(): Map<number, number> {
    const inclusive = new Map(this.#inclusive);
    for (const fn of new Set([...this.#own.keys(), ...this.#calls.keys()])) {
      if (inclusive.has(fn)) continue;
      let weight = this.#own.get(fn) ?? 0;
      for (const call of this.#calls.get(fn)?.values() ?? []) if (call.callee !== fn) weight += call.weight;
      inclusive.set(fn, weight);
    }
    return inclusive;
  }

  /** What no caller accounts for; where circles hide everything, the heaviest functions that nothing else reaches. */
  #roots(inclusive: ReadonlyMap<number, number>): Call[] {
    const called = new Map<number, number>();
    for (const [caller, calls] of this.#calls) {
      for (const { callee, weight } of calls.values()) {
        if (callee !== caller) called.set(callee, (called.get(callee) ?? 0) + weight);
      }
    }
    const total = this.total;
    const roots: Call[] = [];
    for (const [callee, weight] of inclusive) {
      const rest = weight - (called.get(callee) ?? 0);
      if (rest > total * LEAST_SHARE) roots.push({ callee, weight: rest });
    }
    const reached = new Set<number>();
    for (const { callee } of roots) this.#reach(callee, reached);
    const heaviest = [...inclusive].sort((a, b) => b[1] - a[1]);
    for (const [callee, weight] of heaviest) {
      if (reached.has(callee) || weight <= total * LEAST_SHARE) continue;
      roots.push({ callee, weight });
      this.#reach(callee, reached);
    }
    return roots.sort((a, b) => -lightestFirst(a, b));
  }

  #reach(from: number, reached: Set<number>): void {
    const rest = [from];
    for (let fn = rest.pop(); fn !== undefined; fn = rest.pop()) {
      if (reached.has(fn)) continue;
      reached.add(fn);
      for (const callee of this.#calls.get(fn)?.keys() ?? []) rest.push(callee);
    }
  }
}

function lightestFirst(a: Call, b: Call): number {
  return a.weight - b.weight || b.callee - a.callee;
}
