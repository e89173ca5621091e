const TURN_MS = 8;
/** Steps between two looks at the clock. */
const STRIDE = 16_384;

/** Long work in turns: windows that are asked for meanwhile are answered in between. */
export class Turns {
  #since = performance.now();
  #steps = 0;

  /** True where it is time to wait for the next turn. */
  isOver(steps = 1): boolean {
    this.#steps += steps;
    if (this.#steps < STRIDE) return false;
    this.#steps = 0;
    return performance.now() - this.#since > TURN_MS;
  }

  async next(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}
