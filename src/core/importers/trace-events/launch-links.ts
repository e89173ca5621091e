import type { TraceSink } from '../trace-sink.ts';
import { Floats, Wholes } from './growing.ts';

/** So many places in a table for each number in it, at most. */
const SPARSEST = 8;

/** Launches by correlation: the call and the work on the device that have the same number. */
export class LaunchLinks {
  readonly #calls = { correlation: new Floats(), span: new Wholes() };
  readonly #work = { correlation: new Floats(), span: new Wholes() };

  /** There is something to link by: arrows that say the same are not needed. */
  get isKnown(): boolean {
    return this.#calls.span.length > 0 || this.#work.span.length > 0;
  }

  call(correlation: number, span: number): void {
    this.#calls.correlation.push(correlation);
    this.#calls.span.push(span);
  }

  work(correlation: number, span: number): void {
    this.#work.correlation.push(correlation);
    this.#work.span.push(span);
  }

  tell(sink: TraceSink): void {
    const callOf = this.#lookUp();
    const { correlation, span } = this.#work;
    for (let index = 0; index < span.length; index += 1) {
      const call = callOf(correlation.values[index] as number);
      if (call >= 0) sink.link('launch', call, span.values[index] as number);
    }
  }

  /** The last call of a number; −1 where there is none. */
  #lookUp(): (correlation: number) => number {
    const { correlation, span } = this.#calls;
    let [least, most] = [Infinity, -Infinity];
    for (let index = 0; index < correlation.length; index += 1) {
      const value = correlation.values[index] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const size = most - least + 1;
    if (size > 0 && size <= correlation.length * SPARSEST) {
      const calls = new Float64Array(size).fill(-1);
      for (let index = 0; index < correlation.length; index += 1)
        calls[(correlation.values[index] as number) - least] = span.values[index] as number;
      return (value) => calls[value - least] ?? -1;
    }
    const calls = new Map<number, number>();
    for (let index = 0; index < correlation.length; index += 1)
      calls.set(correlation.values[index] as number, span.values[index] as number);
    return (value) => calls.get(value) ?? -1;
  }
}
