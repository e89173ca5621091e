import type { RunColumns } from '../../../contract/run-list.ts';
import { TRUST_VERDICTS } from '../../../contract/trust.ts';
import type { ModelLines } from './model-lines.ts';
import { rankTexts } from './natural-key.ts';
import { runColumn, type RunColumnId } from './run-columns.ts';
import { titleAt } from './run-title.ts';

/**
 * All rows in the order of a column; equal ones as they stand, which is newest first. What is missing sorts last in
 * both directions: it is no small number.
 */
export function sortRuns(
  columns: RunColumns,
  lines: () => ModelLines,
  id: RunColumnId,
  descending: boolean,
): Uint32Array {
  const values = valuesOf(columns, lines, id);
  const there: number[] = [];
  const missing: number[] = [];
  for (let row = 0; row < columns.rows; row += 1) {
    (Number.isNaN(values[row]) ? missing : there).push(row);
  }
  const rows = Uint32Array.from(there);
  if (descending) rows.sort((a, b) => (values[b] as number) - (values[a] as number));
  else rows.sort((a, b) => (values[a] as number) - (values[b] as number));
  const sorted = new Uint32Array(columns.rows);
  sorted.set(rows);
  sorted.set(missing, rows.length);
  return sorted;
}

/** A number for each row that sorts as the column does; NaN where there is nothing. */
function valuesOf(columns: RunColumns, lines: () => ModelLines, id: RunColumnId): Float64Array {
  const { sort } = runColumn(id);
  const { rows: count, texts } = columns;
  switch (sort.by) {
    case 'number':
      return columns[sort.column];
    case 'text':
      return ranked(columns[sort.column], texts);
    case 'title':
      return rankedWords(count, (row) => titleAt(columns, row));
    case 'tags':
      return rankedWords(count, (row) => tagWords(columns, row));
    case 'shape':
      return Float64Array.from({ length: count }, (_, row) => {
        const sequence = columns.sequence[row] as number;
        return (columns.batch[row] as number) * 1e9 + (Number.isNaN(sequence) ? 0 : sequence);
      });
    case 'spread':
      // How far the tail lies above the median.
      return Float64Array.from({ length: count }, (_, row) => {
        const [p50, p95, p99] = [columns.p50Ms[row], columns.p95Ms[row], columns.p99Ms[row]] as [
          number,
          number,
          number,
        ];
        return p50 > 0 ? (Number.isNaN(p99) ? p95 : p99) / p50 : Number.NaN;
      });
    case 'version': {
      const { versionOf } = lines();
      return Float64Array.from(versionOf, (version) => (version === 0 ? Number.NaN : version));
    }
    case 'trust': {
      const places = TRUST_VERDICTS.map((verdict) => texts.indexOf(verdict));
      return Float64Array.from(columns.trust, (text) => (text === 0 ? Number.NaN : places.indexOf(text)));
    }
  }
}

function ranked(column: Uint32Array, texts: readonly string[]): Float64Array {
  const ranks = rankTexts(texts, new Set(column));
  return Float64Array.from(column, (text) =>
    text === 0 || texts[text] === '' ? Number.NaN : (ranks[text] as number),
  );
}

/** Words that no column holds: made for each row, ranked once for those that are alike. */
function rankedWords(count: number, wordsOf: (row: number) => string): Float64Array {
  const places = new Map<string, number>();
  const words: string[] = [];
  const own = new Uint32Array(count);
  for (let row = 0; row < count; row += 1) {
    const word = wordsOf(row);
    let place = places.get(word);
    if (place === undefined) {
      place = words.push(word) - 1;
      places.set(word, place);
    }
    own[row] = place;
  }
  const ranks = rankTexts(words, words.keys());
  return Float64Array.from(own, (place) => (words[place] === '' ? Number.NaN : (ranks[place] as number)));
}

function tagWords({ texts, tagsFrom, tagTexts }: RunColumns, row: number): string {
  const [from, to] = [tagsFrom[row] as number, tagsFrom[row + 1] as number];
  if (from === to) return '';
  return Array.from(tagTexts.subarray(from, to), (tag) => texts[tag]).join(' ');
}
