import type { Store } from '../store/store.ts';

const LOOK_EVERY_MS = 500;

/** Notices what other programs write into the store, while somebody wants to know. */
export class StoreWatch {
  readonly #store: Pick<Store, 'dataVersion'>;
  readonly #changed: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #seen: number | null = null;

  constructor(store: Pick<Store, 'dataVersion'>, changed: () => void) {
    this.#store = store;
    this.#changed = changed;
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#seen = this.#version();
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const version = this.#version();
    if (version === null || version === this.#seen) return;
    this.#seen = version;
    this.#changed();
  }

  /** A store that cannot be read just now says so to whoever calls it; a watch only looks again later. */
  #version(): number | null {
    try {
      return this.#store.dataVersion();
    } catch {
      return null;
    }
  }
}
