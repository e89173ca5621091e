import type { RunConfig, WarmupCap } from '../../contract/run.ts';
import type { WarmupReport } from '../../contract/signals.ts';
import type { Milliseconds } from '../../contract/units.ts';
import { SteadyState } from './steady-state.ts';

/** Decides when a warm-up is over: at the user's own count exactly, else when steady, at the cap in any case. */
export class WarmupRule {
  readonly #least: number;
  readonly #cap: WarmupCap | null;
  readonly #steadiness = new SteadyState();
  #iterations = 0;

  constructor({ warmup, warmupCap }: Pick<RunConfig, 'warmup' | 'warmupCap'>) {
    this.#least = warmup;
    this.#cap = warmupCap;
  }

  /** What ends it besides. */
  get limits(): { readonly iterations: number; readonly durationMs: Milliseconds | null } {
    return this.#cap ?? { iterations: this.#least, durationMs: null };
  }

  get iterations(): number {
    return this.#iterations;
  }

  get isSteady(): boolean {
    return this.#cap !== null && this.#iterations >= this.#least && this.#steadiness.verdict().steady;
  }

  add(latenciesMs: Float64Array): void {
    this.#iterations += latenciesMs.length;
    this.#steadiness.add(latenciesMs);
  }

  report(durationMs: Milliseconds): WarmupReport {
    const { steady, transient } = this.#steadiness.verdict();
    const endedBy = this.#cap === null ? 'fixed' : this.isSteady ? 'steady' : 'cap';
    return { iterations: this.#iterations, durationMs, steady, endedBy, transient };
  }
}
