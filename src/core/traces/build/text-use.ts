/** The strings that details have as their text, numbered anew in the order of their first use. */
export class TextUse {
  /** Of each text the string. */
  readonly strings: number[] = [];
  /** By string: the text's number and one. */
  #places = new Uint32Array(1024);

  place(string: number): number {
    if (string >= this.#places.length) {
      const grown = new Uint32Array(Math.max(string + 1, this.#places.length * 2));
      grown.set(this.#places);
      this.#places = grown;
    }
    const known = this.#places[string] as number;
    if (known > 0) return known - 1;
    const place = this.strings.push(string);
    this.#places[string] = place;
    return place - 1;
  }
}
