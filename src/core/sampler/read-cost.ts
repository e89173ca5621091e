import type { Milliseconds, Percent } from '../../contract/units.ts';

const WINDOW_MS = 30_000;

/** What reading a source has cost over the last half to whole minute. */
export class ReadCost {
  #startedAt: Milliseconds;
  #spentMs = 0;
  #count = 0;
  #before = { spentMs: 0, count: 0, lastedMs: 0 };

  constructor(nowMs: Milliseconds) {
    this.#startedAt = nowMs;
  }

  add(tookMs: Milliseconds, nowMs: Milliseconds): void {
    if (nowMs - this.#startedAt >= WINDOW_MS) {
      this.#before = { spentMs: this.#spentMs, count: this.#count, lastedMs: nowMs - this.#startedAt };
      this.#startedAt = nowMs;
      this.#spentMs = 0;
      this.#count = 0;
    }
    this.#spentMs += tookMs;
    this.#count += 1;
  }

  meanMs(): Milliseconds | null {
    const count = this.#count + this.#before.count;
    return count === 0 ? null : (this.#spentMs + this.#before.spentMs) / count;
  }

  /** Of one core; null before a second has passed. */
  percent(nowMs: Milliseconds): Percent | null {
    const lastedMs = nowMs - this.#startedAt + this.#before.lastedMs;
    return lastedMs < 1000 ? null : ((this.#spentMs + this.#before.spentMs) / lastedMs) * 100;
  }
}
