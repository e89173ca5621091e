/**
 * Distinct texts in one long string, so that a word is looked for in all of them by a few calls of indexOf: a hundred
 * thousand calls of includes would take longer than a frame.
 */
export class TextSearch {
  static readonly CONTAINS = 1;
  static readonly BEGINS = 2;
  static readonly IS = 3;

  readonly #joined: string;
  /** Where each text begins; one more than there are texts. */
  readonly #from: Uint32Array;
  readonly #found = new Map<string, Uint8Array>();

  constructor(texts: readonly string[]) {
    const lower = texts.map((text) => text.toLowerCase());
    this.#from = new Uint32Array(texts.length + 1);
    lower.forEach((text, index) => {
      this.#from[index + 1] = (this.#from[index] as number) + text.length + 1;
    });
    this.#joined = `${lower.join('\0')}\0`;
  }

  /** For each text 0, or the strongest of CONTAINS, BEGINS and IS that holds. */
  find(word: string): Uint8Array {
    const known = this.#found.get(word);
    if (known !== undefined) return known;
    const from = this.#from;
    const last = from.length - 2;
    const hits = new Uint8Array(Math.max(0, last + 1));
    if (word === '' || word.includes('\0')) return hits;
    let text = 0;
    for (let at = this.#joined.indexOf(word); at >= 0;) {
      while (text < last && (from[text + 1] as number) <= at) text += 1;
      const begins = from[text] === at;
      const is = begins && this.#joined.charCodeAt(at + word.length) === 0;
      hits[text] = is ? TextSearch.IS : begins ? TextSearch.BEGINS : TextSearch.CONTAINS;
      // On to the next text: its first place says all.
      at = this.#joined.indexOf(word, from[text + 1] as number);
    }
    // A filter is typed letter by letter: only the last few words will be asked for again.
    if (this.#found.size >= 16) this.#found.clear();
    this.#found.set(word, hits);
    return hits;
  }
}
