const LOOK_EVERY_MS = 200;

/** The most of something that is looked at again and again: what the kernel keeps no peak of. */
export class PeakWatch {
  readonly #look: () => number;
  readonly #timer: NodeJS.Timeout;
  #most = 0;

  constructor(look: () => number) {
    this.#look = look;
    this.#timer = setInterval(() => this.#note(), LOOK_EVERY_MS);
    this.#note();
  }

  end(): number {
    clearInterval(this.#timer);
    this.#note();
    return this.#most;
  }

  #note(): void {
    this.#most = Math.max(this.#most, this.#look());
  }
}
