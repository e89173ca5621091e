import type { SamplerHealth } from '../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../contract/units.ts';

/** How late the ticks of the last minute came, in memory taken once. */
export class Lateness {
  readonly #late: Float64Array;
  readonly #sorted: Float64Array;
  #count = 0;
  #next = 0;

  constructor(hertz: number) {
    const capacity = Math.max(1, Math.ceil(hertz * 60));
    this.#late = new Float64Array(capacity);
    this.#sorted = new Float64Array(capacity);
  }

  /** A timer that came a little early was not late. */
  add(lateMs: Milliseconds): void {
    this.#late[this.#next] = Math.max(0, lateMs);
    this.#next = (this.#next + 1) % this.#late.length;
    this.#count = Math.min(this.#count + 1, this.#late.length);
  }

  get count(): number {
    return this.#count;
  }

  summary(): SamplerHealth['jitterMs'] {
    const count = this.#count;
    if (count === 0) return null;
    this.#sorted.set(this.#late);
    const sorted = this.#sorted.subarray(0, count).sort();
    const at = (share: number): Milliseconds => sorted[Math.ceil(share * count) - 1] ?? 0;
    return { p50: at(0.5), p99: at(0.99), max: at(1) };
  }
}
