import {
  findField,
  nearestField,
  RUN_MARKS,
  type FilterField,
  type NumberField,
  type RunMark,
  type TextField,
} from './filter-fields.ts';
import { readMoment, readNumber } from './filter-values.ts';
import { splitTokens, type FilterToken } from './filter-tokens.ts';

interface Negatable {
  /** "-term": runs that it fits are left out. */
  readonly negated: boolean;
}

export type RunTerm = Negatable &
  (
    | { readonly kind: 'word'; readonly text: string }
    /** Any of the texts, lower case; exact: the whole field. */
    | {
        readonly kind: 'text';
        readonly field: TextField;
        readonly texts: readonly string[];
        readonly exact: boolean;
      }
    /** Within both bounds, which belong to it where "closed" says so. */
    | {
        readonly kind: 'number';
        readonly field: NumberField;
        readonly from: number;
        readonly to: number;
        readonly fromClosed: boolean;
        readonly toClosed: boolean;
      }
    | { readonly kind: 'time'; readonly from: number; readonly to: number }
    | { readonly kind: 'mark'; readonly mark: RunMark }
  );

export interface RunFilterExpression {
  readonly terms: readonly RunTerm[];
  /** What could not be followed, in words; all else filters as if it were not there. */
  readonly problems: readonly string[];
}

/** A problem in words, instead of a term. */
type Parsed = RunTerm | { readonly kind: 'problem'; readonly text: string };

/**
 * Words in any field, "-word" that must not be there, "#tag", field:part, field=whole, p50<5ms, batch:1..8,
 * after:2026-01-31, is:pinned, "quotes for spaces". All of them have to fit.
 *
 * @param now for "7d" and "today".
 */
export function parseFilter(typed: string, now: number): RunFilterExpression {
  const terms: RunTerm[] = [];
  const problems: string[] = [];
  for (const token of splitTokens(typed)) {
    if (token.isOpen) problems.push('A quote is not closed.');
    const parsed = parseToken(token, now, problems);
    if (parsed === null) continue;
    if (parsed.kind === 'problem') problems.push(parsed.text);
    else terms.push(parsed);
  }
  return { terms, problems };
}

function parseToken(token: FilterToken, now: number, problems: string[]): Parsed | null {
  const { negated, name, operator, value } = token;
  const word = (): Parsed | null => {
    const text = `${name}${operator}${value}`.toLowerCase();
    return text === '' ? null : { kind: 'word', text, negated };
  };
  if (name === '') return word();
  const field = findField(name.toLowerCase());
  if (field === undefined) {
    const meant = nearestField(name.toLowerCase());
    if (meant !== null)
      problems.push(`There is no field “${name}”, taken as a word; did you mean ${meant}:?`);
    return word();
  }
  if (value === '')
    return { kind: 'problem', text: `“${name}${operator}” wants a value: ${exampleOf(field)}.` };
  return parseField(field, token, now);
}

function parseField(field: FilterField, { negated, operator, value }: FilterToken, now: number): Parsed {
  const compares = operator !== ':' && operator !== '=';
  const problem = (text: string): Parsed => ({ kind: 'problem', text });
  switch (field.kind) {
    case 'text': {
      if (compares) return problem(`“${field.name}” is a text: write ${field.name}:${value}.`);
      const texts = value
        .toLowerCase()
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
      if (texts.length === 0)
        return problem(`“${field.name}${operator}” wants a value: ${exampleOf(field)}.`);
      return { kind: 'text', field, texts, exact: operator === '=', negated };
    }
    case 'number':
      return parseNumber(field, negated, operator, value) ?? problem(numberProblem(field, value));
    case 'time': {
      const at = readMoment(value, now);
      if (at === null || compares) {
        return problem(
          `“${value}” is no day: write ${field.name}:2026-01-31, ${field.name}:7d or ${field.name}:today.`,
        );
      }
      return field.name === 'after'
        ? { kind: 'time', from: at, to: Number.POSITIVE_INFINITY, negated }
        : { kind: 'time', from: Number.NEGATIVE_INFINITY, to: at, negated };
    }
    case 'mark': {
      const mark = RUN_MARKS.find((each) => each === value.toLowerCase());
      if (mark === undefined) return problem(`“is:${value}” is not known: ${RUN_MARKS.join(', ')}.`);
      return { kind: 'mark', mark, negated };
    }
  }
}

function parseNumber(field: NumberField, negated: boolean, operator: string, value: string): RunTerm | null {
  // "p50:<5ms" is what others write.
  const [, second = '', rest = value] = operator === ':' ? (/^(<=|>=|<|>|=)?(.*)$/.exec(value) ?? []) : [];
  const sign = second === '' ? operator : second;
  const range = /^(.*?)\.\.(.*)$/.exec(rest);
  const term = (from: number, to: number, fromClosed = true, toClosed = true): RunTerm => ({
    kind: 'number',
    field,
    from,
    to,
    fromClosed,
    toClosed,
    negated,
  });
  if (range !== null && (sign === ':' || sign === '=')) {
    const [low = '', high = ''] = range.slice(1);
    const from = low === '' ? Number.NEGATIVE_INFINITY : readNumber(low, field.unit);
    const to = high === '' ? Number.POSITIVE_INFINITY : readNumber(high, field.unit);
    return from === null || to === null || (low === '' && high === '') ? null : term(from, to);
  }
  const at = readNumber(rest, field.unit);
  if (at === null) return null;
  if (sign === '<' || sign === '<=') return term(Number.NEGATIVE_INFINITY, at, true, sign === '<=');
  if (sign === '>' || sign === '>=') return term(at, Number.POSITIVE_INFINITY, sign === '>=');
  // What was measured never equals a typed number: as good as the three digits that are shown.
  const slack = field.whole ? 0 : Math.abs(at) * 0.005;
  return term(at - slack, at + slack);
}

function numberProblem(field: NumberField, value: string): string {
  const wants = { time: 'a time', bytes: 'a size', joules: 'an energy', plain: 'a number' }[field.unit];
  return `“${value}” is not ${wants}: write ${field.example}.`;
}

function exampleOf(field: FilterField): string {
  if (field.kind === 'number') return field.example;
  if (field.kind === 'time') return `${field.name}:2026-01-31`;
  return field.kind === 'mark' ? 'is:pinned' : `${field.name}: ${field.what}`;
}
