import type { ModelLine } from '../../../contract/history.ts';
import type { RunColumns } from '../../../contract/run-list.ts';
import { benchmarksOf } from './benchmarks.ts';

/** A line with the rows of its runs, oldest first. */
export interface LineRows {
  readonly line: ModelLine;
  readonly hashes: readonly string[];
  readonly rows: readonly number[];
}

/** All lines of a store, the one last used first. Runs count that are finished and measured something. */
export function modelLines(columns: RunColumns): readonly LineRows[] {
  const rows = finishedRows(columns);
  const parents = new Uint32Array(columns.texts.length * 2);
  parents.forEach((_, at) => (parents[at] = at));
  const rootOf = (at: number): number => {
    let root = at;
    while (parents[root] !== root) root = parents[root] as number;
    for (let place = at; parents[place] !== root;) {
      const next = parents[place] as number;
      parents[place] = root;
      place = next;
    }
    return root;
  };
  // Texts stand for hashes in the lower half, for names in the upper: a model may be called like another's hash.
  const hashOf = (row: number): number => columns.contentHash[row] as number;
  const nameOf = (row: number): number => columns.texts.length + (columns.model[row] as number);
  for (const row of rows) parents[rootOf(nameOf(row))] = rootOf(hashOf(row));
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const root = rootOf(hashOf(row));
    const group = groups.get(root);
    if (group) group.push(row);
    else groups.set(root, [row]);
  }
  return [...groups.values()]
    .map((group) => lineOf(columns, group))
    .sort((a, b) => b.line.lastAt - a.line.lastAt || (a.line.id < b.line.id ? -1 : 1));
}

function finishedRows(columns: RunColumns): number[] {
  const done = columns.texts.indexOf('done');
  const rows: number[] = [];
  for (let row = 0; row < columns.rows; row += 1) {
    if (columns.status[row] === done && Number.isFinite(columns.p50Ms[row])) rows.push(row);
  }
  const at = (row: number): number => columns.createdAt[row] as number;
  const id = (row: number): string => columns.texts[columns.id[row] as number] as string;
  return rows.sort((a, b) => at(a) - at(b) || (id(a) < id(b) ? -1 : 1));
}

function lineOf(columns: RunColumns, rows: readonly number[]): LineRows {
  const textOf = (text: number | undefined): string => columns.texts[text as number] as string;
  const distinct = (column: Uint32Array, order: readonly number[]): string[] =>
    [...new Set(order.map((row) => column[row]))].map(textOf);
  const hashes = distinct(columns.contentHash, rows);
  return {
    hashes,
    rows,
    line: {
      id: hashes[0] as string,
      names: distinct(columns.model, rows.toReversed()),
      versions: hashes.length,
      runs: rows.length,
      lastAt: columns.createdAt[rows.at(-1) as number] as number,
      benchmarks: benchmarksOf(columns, rows),
    },
  };
}
