import { DETAIL_KEYS, type DetailKey } from '../../../contract/trace.ts';
import type { TraceSink } from '../trace-sink.ts';
import { Floats, Wholes } from './growing.ts';

/** Details of spans that are not yet whole, in runs of one event each. */
export class HeldDetails {
  readonly #key = new Wholes();
  readonly #value = new Floats();

  get length(): number {
    return this.#key.length;
  }

  add(code: number, value: number): void {
    this.#key.push(code);
    this.#value.push(value);
  }

  tell(sink: TraceSink, span: number, from: number, to: number): void {
    for (let index = from; index < to; index += 1) {
      const key = DETAIL_KEYS[this.#key.values[index] as number] as DetailKey;
      sink.detail(span, key, this.#value.values[index] as number);
    }
  }
}
