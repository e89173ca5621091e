/** What several want at once of one thing, each until it lets go. */
export class Wishes<Wish> {
  readonly #held = new Set<{ readonly wish: Wish }>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  add(wish: Wish): () => void {
    const entry = { wish };
    this.#held.add(entry);
    this.#changed();
    return () => {
      if (this.#held.delete(entry)) this.#changed();
    };
  }

  all(): Wish[] {
    return [...this.#held].map(({ wish }) => wish);
  }
}
