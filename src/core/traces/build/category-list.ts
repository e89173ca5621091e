/** Categories are numbered in 16 bits; those beyond share the last. */
const MOST_CATEGORIES = 0xffff;

/** The categories that spans have, by the number of their text. */
export class CategoryList {
  /** Of each category the number of its text. */
  readonly texts: number[] = [];
  /** By text: the category's number and one; 0 where the text is none. */
  #ofText = new Uint16Array(1024);
  #folded = 0;

  number(text: number): number {
    const known = text < this.#ofText.length ? (this.#ofText[text] as number) : 0;
    return known > 0 ? known - 1 : this.#add(text);
  }

  #add(text: number): number {
    if (text >= this.#ofText.length) {
      const grown = new Uint16Array(Math.max(text + 1, this.#ofText.length * 2));
      grown.set(this.#ofText);
      this.#ofText = grown;
    }
    const number = Math.min(this.texts.length, MOST_CATEGORIES - 1);
    if (this.texts.length < MOST_CATEGORIES) this.texts.push(text);
    else this.#folded = Math.max(this.#folded, 1) + 1;
    this.#ofText[text] = number + 1;
    return number;
  }

  /** Categories that share the last number. */
  get folded(): number {
    return this.#folded;
  }
}
