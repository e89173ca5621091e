import type { LaidSpans } from './lay-spans.ts';
import type { SearchTotals } from '../../../contract/span-source.ts';
import type { RowMatches } from './span-window.ts';

/** Of a name, as much is searched: some are a megabyte long, and a pattern may be slow. */
const SEARCHED_LETTERS = 4_096;

/** And of a name that a pattern is held against. */
const MATCHED_LETTERS = 256;
const MOST_REPEATS = 3;

/**
 * Nothing can end a pattern once it has begun, and it would hold up the page. A group that repeats can take time that
 * doubles with each letter; repeats beside each other multiply it.
 */
function isSlow(pattern: string): boolean {
  const bare = pattern.replaceAll(/\\./gsu, '_').replaceAll(/\[[^\]]*\]/gu, '_');
  const isGroupRepeated = /\)\s*[*+{]/u.test(bare);
  const repeats = bare.match(/[*+]|\{\d+,\d*\}/gu)?.length ?? 0;
  return isGroupRepeated || repeats > MOST_REPEATS || /\\[1-9k]/u.test(pattern);
}

/** Text anywhere in a name, whatever its case; between slashes a regular expression, also without regard to case. */
export type NameTest =
  | { readonly kind: 'none' }
  | { readonly kind: 'bad'; readonly problem: string }
  | { readonly kind: 'test'; readonly test: (name: string) => boolean };

export function nameTest(query: string): NameTest {
  if (query.trim() === '' || query === '/') return { kind: 'none' };
  const pattern = /^\/(.*?)\/?$/s.exec(query)?.[1];
  if (pattern === undefined) {
    const wanted = query.toLowerCase();
    return { kind: 'test', test: (name) => cut(name).toLowerCase().includes(wanted) };
  }
  if (!query.endsWith('/')) {
    // Still being typed, or a name with slashes, as nodes of a model have them.
    const wanted = query.toLowerCase();
    return { kind: 'test', test: (name) => cut(name).toLowerCase().includes(wanted) };
  }
  if (isSlow(pattern)) {
    return {
      kind: 'bad',
      problem: 'This pattern could take for ever: repeat less, and no group that repeats.',
    };
  }
  try {
    const expression = new RegExp(pattern, 'iu');
    return { kind: 'test', test: (name) => expression.test(name.slice(0, MATCHED_LETTERS)) };
  } catch (error) {
    return {
      kind: 'bad',
      problem: error instanceof Error ? error.message : 'This is no regular expression.',
    };
  }
}

/** By place in the list of names; null where nothing is searched for. */
export function matchingNames(names: readonly string[], test: NameTest): Uint8Array | null {
  if (test.kind === 'none') return null;
  if (test.kind === 'bad') return new Uint8Array(names.length);
  return Uint8Array.from(names, (name) => (test.test(name) ? 1 : 0));
}

/** Matches before each place of the rows' order, and before its end: a run has one where the count grows over it. */
export function rowMatches({ table, origin, rowPlace }: LaidSpans, matching: Uint8Array): RowMatches {
  const before = new Int32Array(rowPlace.length + 1);
  for (let at = 0; at < rowPlace.length; at += 1) {
    const name = table.name[origin[rowPlace[at] as number] as number] as number;
    before[at + 1] = (before[at] as number) + (matching[name] as number);
  }
  return before;
}

export function searchTotals(
  { table, origin, parent, weightUs, count }: LaidSpans,
  matching: Uint8Array,
): Omit<SearchTotals, 'problem'> {
  /** Of each place whether it, or a span around it, matches. */
  const isCovered = new Uint8Array(count);
  const seen = new Uint8Array(table.names.length);
  let [spans, names, totalUs] = [0, 0, 0];
  for (let place = 0; place < count; place += 1) {
    const name = table.name[origin[place] as number] as number;
    const around = parent[place] as number;
    const isInside = around >= 0 && isCovered[around] === 1;
    isCovered[place] = isInside || matching[name] === 1 ? 1 : 0;
    if (matching[name] !== 1) continue;
    spans += 1;
    if (seen[name] === 0) names += 1;
    seen[name] = 1;
    if (!isInside) totalUs += weightUs[place] as number;
  }
  return { spans, names, totalUs };
}

function cut(name: string): string {
  return name.length <= SEARCHED_LETTERS ? name : name.slice(0, SEARCHED_LETTERS);
}
