import type { RunColumns } from '../../../contract/run-list.ts';
import { FILTER_FIELDS, findField, RUN_MARKS, type FilterField, type TextField } from './filter-fields.ts';
import { splitTokens } from './filter-tokens.ts';

export interface FilterSuggestion {
  /** What takes the place of the word at the cursor. */
  readonly text: string;
  readonly detail: string;
  /** More has to be typed: no space goes after it. */
  readonly goesOn: boolean;
}

export interface FilterSuggestions {
  /** The word at the cursor. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly FilterSuggestion[];
}

const MOST_OFFERED = 8;

/** How the word at the cursor can go on: names of fields, or what a field holds, the most frequent first. */
export function suggestFilter(columns: RunColumns, typed: string, cursor: number): FilterSuggestions {
  const token = splitTokens(typed).find(({ from, to }) => from <= cursor && cursor <= to);
  if (token === undefined) return { from: cursor, to: cursor, options: [] };
  const minus = token.negated ? '-' : '';
  const place = { from: token.from, to: token.to };
  if (token.operator === '') {
    const begun = token.value.toLowerCase();
    const fields = begun === '' ? [] : FILTER_FIELDS.filter(({ name }) => name.startsWith(begun));
    const tags =
      begun.length < 2 || !begun.startsWith('#') ? [] : valuesOf(columns, 'tags', begun.slice(1)).map(asTag);
    return {
      ...place,
      options: [...fields.map((field) => offerField(minus, field)), ...tags].slice(0, MOST_OFFERED),
    };
  }
  const field = findField(token.name.toLowerCase());
  if (field?.kind === 'mark') {
    const marks = RUN_MARKS.filter(
      (mark) => mark.startsWith(token.value.toLowerCase()) && mark !== token.value,
    );
    return {
      ...place,
      options: marks.map((mark) => ({ text: `${minus}is:${mark}`, detail: '', goesOn: false })),
    };
  }
  if (field?.kind !== 'text' || !isListed(field)) return { ...place, options: [] };
  const options = valuesOf(columns, field.column, token.value.toLowerCase()).map(({ value, count }) => ({
    text: `${minus}${field.name}${token.operator}${quoted(shortened(field, value))}`,
    detail: `${count}`,
    goesOn: false,
  }));
  return { ...place, options: options.filter(({ text }) => text !== typed.slice(token.from, token.to)) };
}

function offerField(minus: string, field: FilterField): FilterSuggestion {
  const sign = field.kind === 'number' ? '<' : ':';
  return { text: `${minus}${field.name}${sign}`, detail: field.what, goesOn: true };
}

const asTag = ({ value, count }: Counted): FilterSuggestion => ({
  text: /[\s",]/.test(value) ? `tag=${quoted(value)}` : `#${value}`,
  detail: `${count}`,
  goesOn: false,
});

/** Names and ids are as many as there are runs: nobody chooses from those. */
function isListed({ name }: TextField): boolean {
  return !['name', 'id', 'notes'].includes(name);
}

function shortened(field: TextField, value: string): string {
  if (field.name === 'version') return value.slice(0, 8);
  return field.name === 'commit' ? value.slice(0, 7) : value;
}

function quoted(value: string): string {
  return /[\s",]/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
}

export interface Counted {
  readonly value: string;
  readonly count: number;
}

/** The most frequent values of a field that hold what was typed. */
function valuesOf(columns: RunColumns, column: TextField['column'], typed: string): readonly Counted[] {
  const begins: Counted[] = [];
  const contains: Counted[] = [];
  for (const each of countValues(columns, column)) {
    const at = each.value.toLowerCase().indexOf(typed);
    if (at === 0) begins.push(each);
    else if (at > 0) contains.push(each);
  }
  return [...begins, ...contains].slice(0, MOST_OFFERED);
}

/** Each value of a column with how many runs have it, the most frequent first. */
export function countValues(columns: RunColumns, column: TextField['column']): readonly Counted[] {
  const { texts } = columns;
  const counts = new Uint32Array(texts.length);
  for (const text of column === 'tags' ? columns.tagTexts : columns[column])
    counts[text] = (counts[text] as number) + 1;
  const found: Counted[] = [];
  counts.forEach((count, text) => {
    const value = texts[text] ?? '';
    if (count > 0 && value !== '') found.push({ value, count });
  });
  return found.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
