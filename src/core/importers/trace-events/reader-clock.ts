import type { TraceSink } from '../trace-sink.ts';

/** So far from the base, in µs, a nanosecond does not fit a double any more: no two clocks of one trace are. */
const FARTHEST_US = 4e12;
export const FARTHEST_NS = FARTHEST_US * 1000;

/** Clocks that are told apart; a trace of more is nonsense, whose times need not be exact. */
const MOST_CLOCKS = 32;

/** Times as whole nanoseconds, each from the origin of its clock. The first clock's origin is the base. */
export class ReaderClock {
  readonly #sink: TraceSink;
  readonly #origins: number[] = [];
  /** Of the last time asked for. */
  clock = 0;

  constructor(sink: TraceSink) {
    this.#sink = sink;
  }

  /** Nanoseconds from the origin of its clock, which is then `clock`. */
  at(microseconds: number, nanoseconds: number): number {
    const away = microseconds - (this.#origins[0] ?? NaN);
    if (away <= FARTHEST_US && away >= -FARTHEST_US) {
      this.clock = 0;
      return Math.round(away * 1000 + nanoseconds);
    }
    return this.#elsewhere(microseconds, nanoseconds);
  }

  /** From the base to that clock's origin. */
  originNs(clock: number): number {
    return ((this.#origins[clock] ?? 0) - (this.#origins[0] ?? 0)) * 1000;
  }

  #elsewhere(microseconds: number, nanoseconds: number): number {
    let clock = this.#origins.findIndex((origin) => Math.abs(microseconds - origin) <= FARTHEST_US);
    if (clock < 0 && this.#origins.length === MOST_CLOCKS) clock = MOST_CLOCKS - 1;
    if (clock < 0) {
      clock = this.#origins.push(microseconds) - 1;
      if (clock === 0) this.#sink.base(microseconds === 0 ? '0' : `${microseconds}000`);
    }
    this.clock = clock;
    const away = (microseconds - (this.#origins[clock] as number)) * 1000;
    return Math.max(-FARTHEST_NS, Math.min(FARTHEST_NS, Math.round(away + nanoseconds)));
  }
}
