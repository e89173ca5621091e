import type { TraceSink } from '../trace-sink.ts';

/** More categories than anyone tells apart, or than views have room for. */
const MOST_CATEGORIES = 200;

/** The functions of a profile, each by a number: name and category as strings of the sink. */
export class FrameTable {
  readonly #sink: TraceSink;
  readonly #numbers = new Map<string, number>();
  readonly #names: number[] = [];
  readonly #categories: number[] = [];
  readonly #known = new Map<string, number>();

  constructor(sink: TraceSink) {
    this.#sink = sink;
  }

  get size(): number {
    return this.#names.length;
  }

  /** The same name and category give the same number. */
  of(name: string, category = ''): number {
    const key = `${category}\n${name}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.add(name, category);
    this.#numbers.set(key, number);
    return number;
  }

  /** One more, whatever others are called: two functions of one name in files of one name. */
  add(name: string, category = ''): number {
    this.#names.push(this.#sink.string(name));
    this.#categories.push(this.#category(category));
    return this.#names.length - 1;
  }

  name(frame: number): number {
    return this.#names[frame] ?? 0;
  }

  category(frame: number): number {
    return this.#categories[frame] ?? 0;
  }

  #category(category: string): number {
    const known = this.#known.get(category);
    if (known !== undefined) return known;
    const isFull = this.#known.size >= MOST_CATEGORIES;
    const number = this.#sink.string(isFull ? 'elsewhere' : category);
    if (!isFull) this.#known.set(category, number);
    return number;
  }
}

/** The last part of a path or address, by which people know a file. */
export function fileName(path: string): string {
  const end = path.search(/[?#]/);
  const plain = end > 0 ? path.slice(0, end) : path;
  const slash = Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\'));
  return slash >= 0 && slash < plain.length - 1 ? plain.slice(slash + 1) : plain;
}
