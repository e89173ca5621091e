import type { NumberLog } from './number-log.ts';

/** Longer than a profile lasts; nanoseconds of it still are whole numbers. */
const LONGEST_US = 9e12;

/** When samples were taken, in nanoseconds from the first or from the start: told as steps, or as moments. */
export class SampleMoments {
  readonly count: number;
  /** Those without a time, which lie at the one before them. */
  readonly untold: number;
  readonly isInOrder: boolean;
  /** What 0 stands for, in microseconds of the profile's own clock. */
  readonly baseUs: number;
  /** How far apart they usually lie. */
  readonly usualNs: number;
  readonly #log: NumberLog;
  readonly #isSteps: boolean;

  constructor(samples: number, steps: NumberLog, moments: NumberLog, startUs: number) {
    this.#isSteps = steps.count > 0;
    this.#log = this.#isSteps ? steps : moments;
    this.count = Math.min(samples, this.#log.count);
    const base = this.#isSteps ? startUs : this.#log.reader()();
    this.baseUs = Math.abs(base) < 1e16 ? base : 0;
    let untold = 0;
    let isInOrder = true;
    const next = this.reader(() => (untold += 1));
    const first = next();
    let last = first;
    for (let left = this.count - 1; left > 0; left -= 1) {
      const at = next();
      isInOrder &&= at >= last;
      last = at;
    }
    this.untold = untold;
    this.isInOrder = isInOrder;
    this.usualNs = Math.max(1, Math.round(this.count > 1 ? (last - first) / (this.count - 1) : 1e6));
  }

  /** Gives one after the other. */
  reader(onUntold?: () => void): () => number {
    const read = this.#log.reader();
    let at = 0;
    return () => {
      const told = read();
      const next = this.#isSteps ? at + told : told - this.baseUs;
      if (Math.abs(next) < LONGEST_US) at = next;
      else onUntold?.();
      return Math.round(at * 1000);
    };
  }
}
