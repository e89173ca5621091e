import type { FakeSpec } from '../../analysis/simulate/fake-spec.ts';
import type { Milliseconds } from '../../../contract/units.ts';

interface Upset {
  readonly atMs: Milliseconds;
  apply(): void;
}

/** Time that passes only when it is told to, and the two clocks that a process reads it from. */
export class VirtualClock {
  readonly #spec: FakeSpec;
  #nowMs: Milliseconds = 0;
  #sleptMs: Milliseconds = 0;
  #offsetMs: Milliseconds = 0;
  #lastRead: Milliseconds = 0;
  #upsets: Upset[] = [];
  #began: { readonly wall: Milliseconds; readonly monotonic: Milliseconds } | null = null;

  constructor(spec: FakeSpec) {
    this.#spec = spec;
  }

  /** What goes wrong with a clock is timed from here. */
  beginMeasuring(): Milliseconds {
    const { suspend, clockJump } = this.#spec;
    const began = this.#nowMs;
    if (suspend) {
      this.#upsets.push({ atMs: began + suspend.atMs, apply: () => (this.#sleptMs += suspend.forMs) });
    }
    if (clockJump) {
      this.#upsets.push({ atMs: began + clockJump.atMs, apply: () => (this.#offsetMs += clockJump.byMs) });
    }
    this.#began = { wall: this.#wall(), monotonic: this.read() };
    return this.#began.monotonic;
  }

  pass(ms: Milliseconds): void {
    this.#nowMs += ms;
    if (this.#upsets.length === 0) return;
    for (const { atMs, apply } of this.#upsets) if (atMs <= this.#nowMs) apply();
    this.#upsets = this.#upsets.filter(({ atMs }) => atMs > this.#nowMs);
  }

  /**
   * The clock that iterations are timed with. It stands still while the machine sleeps, and never goes back: where it
   * was set back it stands still until it is where it was, as monotonic clocks do.
   */
  read(): Milliseconds {
    const step = this.#spec.quantumMs;
    const time = this.#nowMs + this.#offsetMs;
    // Half a millionth of a step more: sums of steps would otherwise fall just below their own multiple.
    const shown = step > 0 ? Math.floor(time / step + 5e-7) * step : time;
    this.#lastRead = Math.max(this.#lastRead, shown);
    return this.#lastRead;
  }

  /** How much further the wall clock went since measuring began; null before that. */
  wallMinusMonotonicMs(): Milliseconds | null {
    if (this.#began === null) return null;
    return this.#wall() - this.#began.wall - (this.read() - this.#began.monotonic);
  }

  #wall(): Milliseconds {
    return this.#nowMs + this.#sleptMs;
  }
}
