import { SPAN_KINDS } from '../../../contract/trace.ts';
import type { SpanUse } from '../../analysis/trace/trace-columns.ts';

const KERNEL = SPAN_KINDS.indexOf('kernel');

/** Counts while spans are written what a view has to know of all of them before it can show the first. */
export class SpanTally {
  #ownNs = 0;
  /** By kind, then by category. */
  readonly #spans: Float64Array;
  readonly #categories: number;
  readonly #isKernel: Uint8Array;

  constructor(categories: number, strings: number) {
    this.#categories = categories;
    this.#spans = new Float64Array(SPAN_KINDS.length * categories);
    this.#isKernel = new Uint8Array(strings);
  }

  takeOwn(ownNs: Float64Array): void {
    let sum = 0;
    for (let at = 0; at < ownNs.length; at += 1) sum += ownNs[at] as number;
    this.#ownNs += sum;
  }

  take(kind: Uint8Array, category: Uint16Array, name: Uint32Array): void {
    for (let at = 0; at < kind.length; at += 1) {
      const own = kind[at] as number;
      const place = own * this.#categories + (category[at] as number);
      this.#spans[place] = (this.#spans[place] as number) + 1;
      if (own === KERNEL) this.#isKernel[name[at] as number] = 1;
    }
  }

  done(): SpanUse {
    const groups = Array.from(this.#spans, (spans, place) => ({
      kind: Math.floor(place / this.#categories),
      category: place % this.#categories,
      spans,
    })).filter(({ spans }) => spans > 0);
    const kernelNames: number[] = [];
    this.#isKernel.forEach((is, name) => {
      if (is === 1) kernelNames.push(name);
    });
    return { ownNs: this.#ownNs, groups, kernelNames };
  }
}
