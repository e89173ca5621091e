export interface KeyPress {
  readonly key: string;
  readonly mod: boolean;
  /** Counts beside the modifier only: "?" is a key of its own wherever it lies. */
  readonly shift: boolean;
  readonly alt: boolean;
  /** Focus is where letters are typed. */
  readonly typing: boolean;
  readonly at: number;
}

/** The second key of "G B" must come within this. */
const SEQUENCE_MS = 1200;

/** Finds the shortcut that a press completes; remembers the first key of those of two. */
export class ShortcutReader {
  readonly #known: ReadonlySet<string>;
  #first: { readonly key: string; readonly at: number } | null = null;

  constructor(shortcuts: readonly string[]) {
    this.#known = new Set(shortcuts);
  }

  press({ key, mod, shift, alt, typing, at }: KeyPress): string | null {
    const name = key.length === 1 ? key.toUpperCase() : key;
    const first = this.#first;
    this.#first = null;
    if (mod) return this.#find(shift ? `mod+shift+${name}` : `mod+${name}`);
    if (alt || typing) return null;
    if (first !== null && at - first.at <= SEQUENCE_MS) {
      const found = this.#find(`${first.key} ${name}`);
      if (found !== null) return found;
    }
    const found = this.#find(name);
    if (found === null) this.#first = { key: name, at };
    return found;
  }

  #find(shortcut: string): string | null {
    return this.#known.has(shortcut) ? shortcut : null;
  }
}
