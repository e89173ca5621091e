/** The texts of a trace by number, and those that are not among its strings after them. */
export class Texts {
  readonly #strings: readonly string[];
  readonly #more = new Map<string, number>();

  constructor(strings: readonly string[]) {
    this.#strings = strings;
  }

  get count(): number {
    return this.#strings.length + this.#more.size;
  }

  of(text: string): number {
    let number = this.#more.get(text);
    if (number === undefined) {
      number = this.count;
      this.#more.set(text, number);
    }
    return number;
  }

  /** From a number on. */
  *from(first: number): Generator<readonly [number: number, text: string]> {
    for (let number = first; number < this.#strings.length; number += 1)
      yield [number, this.#strings[number] as string];
    for (const [text, number] of this.#more) if (number >= first) yield [number, text];
  }
}
