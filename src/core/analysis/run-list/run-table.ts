import type { RunColumns, RunGrouping, SavedView } from '../../../contract/run-list.ts';
import { groupRuns, type RunGroup } from './group-runs.ts';
import { findModelLines, type ModelLines } from './model-lines.ts';
import type { RunFilterExpression } from './parse-filter.ts';
import type { RunColumnId } from './run-columns.ts';
import { RunSearch } from './run-search.ts';
import { sortRuns } from './sort-runs.ts';

/** A set of runs that can be filtered, sorted and grouped; what that needs is made once, when first asked for. */
export class RunTable {
  readonly columns: RunColumns;
  readonly #search: RunSearch;
  readonly #sorted = new Map<string, Uint32Array>();
  #lines: ModelLines | null = null;
  #rowOfId: ReadonlyMap<string, number> | null = null;

  constructor(columns: RunColumns) {
    this.columns = columns;
    this.#search = new RunSearch(columns, () => this.lines);
  }

  get lines(): ModelLines {
    return (this.#lines ??= findModelLines(this.columns));
  }

  idAt(row: number): string {
    return this.columns.texts[this.columns.id[row] as number] ?? '';
  }

  /** Undefined where there is no such run. */
  rowOf(id: string): number | undefined {
    this.#rowOfId ??= new Map(Array.from(this.columns.id, (_, row) => [this.idAt(row), row]));
    return this.#rowOfId.get(id);
  }

  isArchived(row: number): boolean {
    return !Number.isNaN(this.columns.archivedAt[row]);
  }

  /** 1 for each run that a filter lets through; archived ones as asked for. */
  match(filter: RunFilterExpression, archived: SavedView['archived']): Uint8Array {
    const fits = this.#search.match(filter);
    // Who asks for archived runs by name wants to see them.
    const named = filter.terms.some(
      (term) => term.kind === 'mark' && term.mark === 'archived' && !term.negated,
    );
    if (archived === 'shown' || (named && archived === 'hidden')) return fits;
    const wanted = archived === 'only';
    for (let row = 0; row < fits.length; row += 1) if (this.isArchived(row) !== wanted) fits[row] = 0;
    return fits;
  }

  sorted(column: RunColumnId, descending: boolean): Uint32Array {
    const key = `${column} ${descending}`;
    const known = this.#sorted.get(key);
    if (known !== undefined) return known;
    const rows = sortRuns(this.columns, () => this.lines, column, descending);
    this.#sorted.set(key, rows);
    return rows;
  }

  grouped(rows: Uint32Array, grouping: Exclude<RunGrouping, 'none'>): readonly RunGroup[] {
    return groupRuns(this.columns, () => this.lines, rows, grouping);
  }
}

/** Of rows in some order those that fit. */
export function keepFitting(rows: Uint32Array, fits: Uint8Array): Uint32Array {
  const kept = new Uint32Array(rows.length);
  let count = 0;
  for (const row of rows) if (fits[row] === 1) kept[count++] = row;
  return kept.subarray(0, count);
}
