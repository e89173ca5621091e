import type { LaidSpans } from './lay-spans.ts';
import type { NameTotals } from '../../../contract/span-source.ts';

/** Of each place whether no span around it has its name: those alone add up to a name's total. */
export function outermostOfName({ table, origin, parent, count }: LaidSpans): Uint8Array {
  const isOutermost = new Uint8Array(count);
  const openOfName = new Int32Array(table.names.length);
  const open: number[] = [];
  const nameAt = (place: number): number => table.name[origin[place] as number] as number;
  for (let place = 0; place < count; place += 1) {
    for (let top = open.at(-1); top !== undefined && top !== parent[place]; top = open.at(-1)) {
      open.pop();
      openOfName[nameAt(top)] = (openOfName[nameAt(top)] as number) - 1;
    }
    const name = nameAt(place);
    isOutermost[place] = openOfName[name] === 0 ? 1 : 0;
    openOfName[name] = (openOfName[name] as number) + 1;
    open.push(place);
  }
  return isOutermost;
}

/** What is added up of each name. Own times and totals are of the places, which need not be whole spans. */
export class NameTally {
  readonly #laid: LaidSpans;
  readonly #counts: Float64Array;
  readonly #totalUs: Float64Array;
  readonly #ownUs: Float64Array;
  readonly #category: Uint8Array;

  constructor(laid: LaidSpans) {
    const names = laid.table.names.length;
    this.#laid = laid;
    this.#counts = new Float64Array(names);
    this.#totalUs = new Float64Array(names);
    this.#ownUs = new Float64Array(names);
    this.#category = new Uint8Array(names);
  }

  add(place: number, count: number, ownUs: number, totalUs: number): void {
    const { table, origin } = this.#laid;
    const at = origin[place] as number;
    const name = table.name[at] as number;
    if (this.#counts[name] === 0) this.#category[name] = table.category[at] as number;
    this.#counts[name] = (this.#counts[name] as number) + count;
    this.#ownUs[name] = (this.#ownUs[name] as number) + ownUs;
    this.#totalUs[name] = (this.#totalUs[name] as number) + totalUs;
  }

  of(name: number): NameTotals {
    const { names, categories } = this.#laid.table;
    return {
      name: names[name] ?? '',
      category: categories[this.#category[name] as number] ?? '',
      count: this.#counts[name] as number,
      totalUs: this.#totalUs[name] as number,
      ownUs: this.#ownUs[name] as number,
    };
  }

  /** Names that occur, the most own time first. */
  ranked(): readonly number[] {
    const own = this.#ownUs;
    return Array.from(this.#counts.keys())
      .filter((name) => (this.#counts[name] as number) > 0)
      .sort((one, other) => (own[other] as number) - (own[one] as number) || one - other);
  }
}
