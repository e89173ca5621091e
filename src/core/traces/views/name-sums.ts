import type { NameTotals } from '../../../contract/span-source.ts';
import type { SpanCategories } from './span-categories.ts';
import type { SummedNames } from './summed-names.ts';

/** A name of a megabyte is shown by its beginning, and found by it. */
const LETTERS = 4_096;

export const shownName = (name: string): string =>
  name.length <= LETTERS ? name : `${name.slice(0, LETTERS)}…`;

/** What is added up of each name, and of each category. */
export class NameSums {
  readonly #names: SummedNames;
  readonly #categories: SpanCategories;
  readonly #counts: Float64Array;
  readonly #totalNs: Float64Array;
  readonly #ownNs: Float64Array;
  readonly #category: Uint8Array;
  readonly #categoryCounts = new Float64Array(256);
  readonly #categoryOwnNs = new Float64Array(256);
  spans = 0;
  ownNs = 0;

  constructor(names: SummedNames, categories: SpanCategories) {
    this.#names = names;
    this.#categories = categories;
    this.#counts = new Float64Array(names.count);
    this.#totalNs = new Float64Array(names.count);
    this.#ownNs = new Float64Array(names.count);
    this.#category = new Uint8Array(names.count);
  }

  add(name: number, category: number, ownNs: number, totalNs: number): void {
    if (this.#counts[name] === 0) this.#category[name] = category;
    this.#counts[name] = (this.#counts[name] as number) + 1;
    this.#ownNs[name] = (this.#ownNs[name] as number) + ownNs;
    this.#totalNs[name] = (this.#totalNs[name] as number) + totalNs;
    this.#categoryCounts[category] = (this.#categoryCounts[category] as number) + 1;
    this.#categoryOwnNs[category] = (this.#categoryOwnNs[category] as number) + ownNs;
    this.spans += 1;
    this.ownNs += ownNs;
  }

  of(name: number): NameTotals {
    return {
      name: shownName(this.#names.text(name)),
      category: this.#categories.names[this.#category[name] as number] ?? 'other',
      count: this.#counts[name] as number,
      totalUs: (this.#totalNs[name] as number) / 1000,
      ownUs: (this.#ownNs[name] as number) / 1000,
    };
  }

  countOf(name: number): number {
    return this.#counts[name] ?? 0;
  }

  /** Names that occur, the most own time first. */
  ranked(): readonly number[] {
    const used: number[] = [];
    this.#counts.forEach((count, name) => {
      if (count > 0) used.push(name);
    });
    const own = this.#ownNs;
    return used.sort((one, other) => (own[other] as number) - (own[one] as number) || one - other);
  }

  byCategory(): { category: string; count: number; ownUs: number }[] {
    return Array.from(this.#categoryCounts.keys())
      .filter((category) => (this.#categoryCounts[category] as number) > 0)
      .map((category) => ({
        category: this.#categories.names[category] ?? 'other',
        count: this.#categoryCounts[category] as number,
        ownUs: (this.#categoryOwnNs[category] as number) / 1000,
      }))
      .sort((one, other) => other.ownUs - one.ownUs);
  }
}
