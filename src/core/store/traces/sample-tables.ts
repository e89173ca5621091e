import { DETAIL_KEYS, TEXT_DETAILS } from '../../../contract/trace.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { integer, real, textOf, wordField, type Field, type TraceTable } from './fields.ts';
import type { Texts } from './texts.ts';

/** Lists that follow each other as one table. */
class Joined<List> {
  readonly lists: readonly List[];
  /** Whose each row is. */
  readonly whose: Uint16Array;
  readonly #first: readonly number[];

  constructor(lists: readonly List[], lengthOf: (list: List) => number) {
    const first = [0];
    for (const list of lists) first.push((first.at(-1) as number) + lengthOf(list));
    this.lists = lists;
    this.#first = first;
    this.whose = new Uint16Array(first.at(-1) as number);
    lists.forEach((_, place) => this.whose.fill(place, first[place], first[place + 1]));
  }

  list(row: number): List {
    return this.lists[this.whose[row] as number] as List;
  }

  within(row: number): number {
    return row - (this.#first[this.whose[row] as number] as number);
  }
}

export function counterTable(columns: TraceColumns, texts: Texts): TraceTable {
  const { counters } = columns.info;
  const samples = once(
    () =>
      new Joined(
        counters.map((_, place) => columns.counter(place)),
        ({ atNs }) => atNs.length,
      ),
  );
  const word = (field: 'name' | 'process' | 'unit'): Field =>
    wordField(
      field,
      texts,
      counters.map((counter) => counter[field]),
      () => samples().whose,
    );
  return {
    name: 'counters',
    says: 'samples of counters',
    fields: [
      word('name'),
      word('process'),
      word('unit'),
      real('at_us', () => (row) => {
        const atNs = samples().list(row).atNs[samples().within(row)] as number;
        return (atNs - columns.info.fromNs) / 1000;
      }),
      real('value', () => (row) => samples().list(row).value[samples().within(row)] as number),
    ],
    rows: () => ({ count: samples().whose.length, keys: null }),
  };
}

export function detailTable(columns: TraceColumns, texts: Texts): TraceTable {
  const details = once(
    () =>
      new Joined(
        DETAIL_KEYS.map((key) => columns.detail(key)),
        ({ rows }) => rows.length,
      ),
  );
  const isText = DETAIL_KEYS.map((key) => TEXT_DETAILS.has(key));
  const valueOf = (row: number, wantsText: boolean): number =>
    isText[details().whose[row] as number] === wantsText
      ? (details().list(row).values[details().within(row)] as number)
      : Number.NaN;
  return {
    name: 'details',
    says: 'what is kept of the arguments of spans',
    fields: [
      integer('span_id', () => (row) => details().list(row).rows[details().within(row)] as number),
      wordField('key', texts, DETAIL_KEYS, () => details().whose),
      real('value', () => (row) => valueOf(row, false)),
      textOf('text', () => (row) => valueOf(row, true)),
    ],
    rows: () => ({ count: details().whose.length, keys: null }),
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
