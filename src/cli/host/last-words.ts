const KEPT_CHARACTERS = 8192;

/** The end of what a program wrote: enough to see why it died, never more than a page. */
export class LastWords {
  #text = '';

  add(text: string): void {
    this.#text = (this.#text + text).slice(-KEPT_CHARACTERS);
  }

  text(): string {
    return this.#text.trim();
  }
}
