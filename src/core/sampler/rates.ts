import type { Milliseconds } from '../../contract/units.ts';

/** Growth of counters between two readings. One that goes back was reset: it makes no rate that time. */
export class Rates {
  readonly #before: Float64Array;

  constructor(counters: number) {
    this.#before = new Float64Array(counters).fill(Number.NaN);
  }

  /** Per second, since the last time; NaN at the first, after a reset, and where the time is unknown. */
  perSecond(counter: number, now: number, passedMs: Milliseconds): number {
    const growth = now - (this.#before[counter] ?? Number.NaN);
    this.#before[counter] = now;
    return growth >= 0 && passedMs > 0 ? (growth / passedMs) * 1000 : Number.NaN;
  }

  /** For counters of milliseconds: the share of the time that passed, at most all of it. */
  percent(counter: number, nowMs: Milliseconds, passedMs: Milliseconds): number {
    return Math.min(100, this.perSecond(counter, nowMs, passedMs) / 10);
  }
}
