import type { SinkCounter, TraceSink } from '../trace-sink.ts';
import { Floats, Wholes } from './growing.ts';

/** Counters whose process gets its name only when all is read. */
export class HeldCounters {
  readonly #counters: { process: string; name: string }[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #counter = new Wholes();
  readonly #atNs = new Floats();
  readonly #value = new Floats();

  add(process: string, name: string, atNs: number, value: number): void {
    const key = `${process}\0${name}`;
    let counter = this.#numbers.get(key);
    if (counter === undefined) {
      counter = this.#counters.push({ process, name }) - 1;
      this.#numbers.set(key, counter);
    }
    this.#counter.push(counter);
    this.#atNs.push(atNs);
    this.#value.push(value);
  }

  tell(sink: TraceSink, titleOf: (process: string) => string): void {
    const numbers = this.#counters.map(({ process, name }) =>
      sink.counter({ process: titleOf(process), name, unit: '' } satisfies SinkCounter),
    );
    for (let index = 0; index < this.#counter.length; index += 1) {
      const counter = numbers[this.#counter.values[index] as number] as number;
      sink.sample(counter, this.#atNs.values[index] as number, this.#value.values[index] as number);
    }
  }
}
