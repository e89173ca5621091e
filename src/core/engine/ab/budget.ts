import type { AbRequest } from '../../../contract/ab.ts';
import type { Milliseconds } from '../../../contract/units.ts';

const DEFAULT_PAIRS = 12;
const DEFAULT_MS = 20_000;

/** What a comparison may take: whichever of its own limits is reached first, or the longer of 12 pairs and 20 s. */
export class Budget {
  readonly #pairs: number | null;
  readonly #durationMs: Milliseconds | null;

  constructor({ pairs, durationMs }: Pick<AbRequest, 'pairs' | 'durationMs'>) {
    this.#pairs = pairs ?? null;
    this.#durationMs = durationMs ?? null;
  }

  get pairsWanted(): number | null {
    return this.#pairs;
  }

  isUsedUp(pairs: number, elapsedMs: Milliseconds): boolean {
    if (this.#isDefault) return pairs >= DEFAULT_PAIRS && elapsedMs >= DEFAULT_MS;
    return pairs >= (this.#pairs ?? Infinity) || elapsedMs >= (this.#durationMs ?? Infinity);
  }

  /** At the pace so far; null where there is none yet. */
  remainingMs(pairs: number, elapsedMs: Milliseconds): Milliseconds | null {
    const left = (wanted: number): number =>
      pairs === 0 ? Infinity : ((wanted - pairs) * elapsedMs) / pairs;
    const remaining = this.#isDefault
      ? Math.max(left(DEFAULT_PAIRS), DEFAULT_MS - elapsedMs)
      : Math.min(left(this.#pairs ?? Infinity), (this.#durationMs ?? Infinity) - elapsedMs);
    return Number.isFinite(remaining) ? Math.max(0, remaining) : null;
  }

  get #isDefault(): boolean {
    return this.#pairs === null && this.#durationMs === null;
  }
}
