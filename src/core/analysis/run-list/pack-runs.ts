import type { RunColumns, RunFacts } from '../../../contract/run-list.ts';
import { FLAG_FACTS, NUMBER_FACTS, SPARK_BINS, TEXT_FACTS } from './fact-fields.ts';

/** A run's facts on their way into columns: each kind in the order of its list in fact-fields. */
export interface PackedRow {
  readonly texts: readonly (string | null)[];
  readonly numbers: readonly (number | null)[];
  readonly flags: readonly boolean[];
  readonly tags: readonly string[];
  /** Empty, or a byte for each bin. */
  readonly spark: ArrayLike<number>;
}

export const packRuns = (facts: readonly RunFacts[]): RunColumns => packRows(facts.map(toPackedRow));

export function toPackedRow(facts: RunFacts): PackedRow {
  return {
    texts: TEXT_FACTS.map((name) => facts[name]),
    numbers: NUMBER_FACTS.map((name) => facts[name]),
    flags: FLAG_FACTS.map((name) => facts[name]),
    tags: facts.tags,
    spark: facts.spark,
  };
}

export function packRows(rows: readonly PackedRow[]): RunColumns {
  const count = rows.length;
  const texts: string[] = [''];
  const places = new Map<string, number>();
  const placeOf = (text: string | null): number => {
    if (text === null) return 0;
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, texts.length);
    return texts.push(text) - 1;
  };
  const columns = emptyColumns(count);
  const tagTexts: number[] = [];
  rows.forEach((row, place) => {
    TEXT_FACTS.forEach((name, index) => (columns[name][place] = placeOf(row.texts[index] ?? null)));
    NUMBER_FACTS.forEach((name, index) => (columns[name][place] = row.numbers[index] ?? Number.NaN));
    FLAG_FACTS.forEach((name, index) => (columns[name][place] = row.flags[index] === true ? 1 : 0));
    for (const tag of row.tags) tagTexts.push(placeOf(tag));
    columns.tagsFrom[place + 1] = tagTexts.length;
    if (row.spark.length > 0) columns.sparks.set(row.spark, place * SPARK_BINS);
  });
  return { ...columns, texts, tagTexts: Uint32Array.from(tagTexts) };
}

export function factsAt(columns: RunColumns, place: number): RunFacts {
  const facts: Record<string, unknown> = {};
  for (const name of TEXT_FACTS) {
    const text = columns[name][place] as number;
    facts[name] = text === 0 ? null : columns.texts[text];
  }
  for (const name of NUMBER_FACTS) {
    const value = columns[name][place] as number;
    facts[name] = Number.isNaN(value) ? null : value;
  }
  for (const name of FLAG_FACTS) facts[name] = columns[name][place] === 1;
  facts.tags = tagsAt(columns, place);
  const spark = columns.sparks.subarray(place * SPARK_BINS, (place + 1) * SPARK_BINS);
  facts.spark = spark.some((bin) => bin > 0) ? [...spark] : [];
  return facts as unknown as RunFacts;
}

export function tagsAt({ texts, tagsFrom, tagTexts }: RunColumns, place: number): readonly string[] {
  return Array.from(tagTexts.subarray(tagsFrom[place], tagsFrom[place + 1]), (text) => texts[text] as string);
}

export const NO_RUNS: RunColumns = packRows([]);

/** Columns of so many runs, still to be filled; without texts and tags. */
export function emptyColumns(rows: number): Omit<RunColumns, 'texts' | 'tagTexts'> {
  const columns: Record<string, unknown> = {
    rows,
    tagsFrom: new Uint32Array(rows + 1),
    sparks: new Uint8Array(rows * SPARK_BINS),
  };
  for (const name of TEXT_FACTS) columns[name] = new Uint32Array(rows);
  for (const name of NUMBER_FACTS) columns[name] = new Float64Array(rows);
  for (const name of FLAG_FACTS) columns[name] = new Uint8Array(rows);
  return columns as unknown as Omit<RunColumns, 'texts' | 'tagTexts'>;
}
