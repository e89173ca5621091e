import type { SinkCounter } from '../../importers/trace-sink.ts';
import type { ColumnWriter } from '../arrow/column-writer.ts';
import { orderByRow } from './order-by-row.ts';
import { sortSpans } from './sort-spans.ts';

const BLOCK = 1 << 13;
/** More courses than anybody looks at; those beyond are left out. */
const MOST_COUNTERS = 0x4000;

interface Block {
  readonly counter: Uint32Array;
  readonly at: Float64Array;
  readonly value: Float64Array;
}

/** Counters and their samples by arrival, written counter by counter in order of time. */
export class CounterSamples {
  readonly titles: SinkCounter[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #blocks: Block[] = [];
  #count = 0;
  /** Samples without a time or a value. */
  broken = 0;
  /** Counters beyond those that are kept. */
  leftOut = 0;

  get count(): number {
    return this.#count;
  }

  number(counter: SinkCounter): number {
    const key = `${counter.process}\0${counter.name}\0${counter.unit}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const isKept = this.titles.length < MOST_COUNTERS;
    const number = isKept ? this.titles.push(counter) - 1 : -1;
    if (!isKept) this.leftOut++;
    this.#numbers.set(key, number);
    return number;
  }

  add(counter: number, at: number, value: number): void {
    if (counter < 0) return;
    if (!Number.isFinite(at) || !Number.isFinite(value)) {
      this.broken++;
      return;
    }
    const place = this.#count % BLOCK;
    if (place === 0) {
      this.#blocks.push({
        counter: new Uint32Array(BLOCK),
        at: new Float64Array(BLOCK),
        value: new Float64Array(BLOCK),
      });
    }
    const block = this.#blocks.at(-1) as Block;
    block.counter[place] = counter;
    block.at[place] = at;
    block.value[place] = value;
    this.#count++;
  }

  /** Says how many samples each counter has. */
  write(columns: readonly ColumnWriter[], fromNs: number, toNs: number): readonly number[] {
    const samples = this.titles.map(() => 0);
    const counter = new Uint32Array(this.#count);
    const at = new Float64Array(this.#count);
    const value = new Float64Array(this.#count);
    let kept = 0;
    for (let sample = 0; sample < this.#count; sample++) {
      const block = this.#blocks[Math.floor(sample / BLOCK)] as Block;
      const place = sample % BLOCK;
      const time = block.at[place] as number;
      if (time < fromNs || time > toNs) continue;
      const number = block.counter[place] as number;
      counter[kept] = number;
      at[kept] = time;
      value[kept++] = block.value[place] as number;
      samples[number] = (samples[number] ?? 0) + 1;
    }
    const order = orderByRow(counter.subarray(0, kept), this.titles.length);
    let from = 0;
    samples.forEach((count, number) => {
      const times = new Float64Array(count);
      const values = new Float64Array(count);
      for (let place = 0; place < count; place++) {
        const sample = order === null ? from + place : (order[from + place] as number);
        times[place] = at[sample] as number;
        values[place] = value[sample] as number;
      }
      from += count;
      const inTime = sortSpans(times, new Float64Array(count));
      columns[0]?.append(new Uint16Array(count).fill(number));
      columns[1]?.append(inTime === null ? times : picked(times, inTime));
      columns[2]?.append(inTime === null ? values : picked(values, inTime));
    });
    return samples;
  }
}

function picked(from: Float64Array, order: Uint32Array): Float64Array {
  const into = new Float64Array(order.length);
  for (let at = 0; at < order.length; at++) into[at] = from[order[at] as number] as number;
  return into;
}
