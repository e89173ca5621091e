import type { HardwareSample } from '../../contract/hardware.ts';

/** The last samples, in order of their time; what comes twice is kept once. */
export class HardwareRing {
  readonly #limit: number;
  #samples: readonly HardwareSample[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get samples(): readonly HardwareSample[] {
    return this.#samples;
  }

  get latest(): HardwareSample | null {
    return this.#samples.at(-1) ?? null;
  }

  push(sample: HardwareSample): void {
    if (sample.at <= (this.latest?.at ?? Number.NEGATIVE_INFINITY)) return;
    this.#samples = [...this.#samples, sample].slice(-this.#limit);
  }

  /** What was missed, from before and after what is here. */
  merge(samples: readonly HardwareSample[]): void {
    const byTime = new Map([...samples, ...this.#samples].map((sample) => [sample.at, sample]));
    this.#samples = [...byTime.values()].sort((one, other) => one.at - other.at).slice(-this.#limit);
  }
}
