const SPEED_PX_PER_S = 900;

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  w: [0, -1],
  a: [-1, 0],
  s: [0, 1],
  d: [1, 0],
  ArrowUp: [0, -1],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowRight: [1, 0],
};

export function panDirection(key: string): readonly [number, number] | null {
  const name = key.length === 1 ? key.toLowerCase() : key;
  return Object.hasOwn(DIRECTIONS, name) ? (DIRECTIONS[name] as readonly [number, number]) : null;
}

/** Moves evenly while keys are held, whatever rate the keyboard repeats at. */
export class HeldKeys {
  readonly #held = new Set<string>();
  readonly #pan: (x: number, y: number) => void;
  #frame = 0;
  #last = 0;

  constructor(pan: (x: number, y: number) => void) {
    this.#pan = pan;
  }

  press(key: string): void {
    this.#held.add(key.length === 1 ? key.toLowerCase() : key);
    if (this.#frame !== 0) return;
    this.#last = performance.now();
    this.#move(16);
    this.#frame = requestAnimationFrame(this.#step);
  }

  lift(key: string): void {
    this.#held.delete(key.length === 1 ? key.toLowerCase() : key);
  }

  release(): void {
    this.#held.clear();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  readonly #step = (now: number): void => {
    if (this.#held.size === 0) {
      this.#frame = 0;
      return;
    }
    this.#move(Math.min(100, Math.max(0, now - this.#last)));
    this.#last = now;
    this.#frame = requestAnimationFrame(this.#step);
  };

  #move(elapsedMs: number): void {
    let [x, y] = [0, 0];
    for (const key of this.#held) {
      const [right, down] = panDirection(key) ?? [0, 0];
      x += right;
      y += down;
    }
    const reach = (SPEED_PX_PER_S * elapsedMs) / 1000;
    this.#pan(x * reach, y * reach);
  }
}
