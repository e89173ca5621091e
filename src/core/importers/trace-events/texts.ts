/** Texts by number, the same number for the same text; 0 is the empty one. */
export class Texts {
  readonly #texts: string[] = [''];
  readonly #numbers = new Map<string, number>([['', 0]]);

  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.push(text) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  at(number: number): string {
    return this.#texts[number] ?? '';
  }
}
