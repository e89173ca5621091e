import { medianInterval } from './intervals.ts';
import { percentileOfSorted } from './summary.ts';

const FIRST_LOOK = 50;
/** Each look costs a sort of all samples: a quarter more between them keeps the whole below five times the last. */
const GROWTH = 1.25;

/** Decides when enough was measured: once the 95 % interval of the median lies within a share of it to either side. */
export class PrecisionRule {
  readonly #share: number;
  #nextLook = FIRST_LOOK;
  #isPrecise = false;

  constructor(share: number) {
    this.#share = share;
  }

  get isPrecise(): boolean {
    return this.#isPrecise;
  }

  /** Asked after each hand-over, with a way to the samples that is taken only when it is time to look. */
  look(count: number, samples: () => Float64Array): boolean {
    if (this.#isPrecise || count < this.#nextLook) return this.#isPrecise;
    this.#nextLook = Math.ceil(count * GROWTH);
    const latenciesMs = samples();
    const interval = medianInterval(latenciesMs);
    if (interval === null) return false;
    const [low, high] = interval;
    const median = percentileOfSorted(Float64Array.from(latenciesMs).sort(), 0.5);
    this.#isPrecise = low >= median * (1 - this.#share) && high <= median * (1 + this.#share);
    return this.#isPrecise;
  }
}
