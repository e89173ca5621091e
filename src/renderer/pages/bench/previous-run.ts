import type { RunTable } from '../../../core/analysis/run-list/run-table.ts';

/**
 * The run to hold this one against: the latest earlier one of the same model with numbers, one made in the same way
 * before all others. Without such a model, one of the same line: probably its former version.
 */
export function previousRun(runId: string, table: RunTable): string | null {
  const own = table.rowOf(runId);
  if (own === undefined) return null;
  const { benchmark, contentHash, createdAt, p50Ms } = table.columns;
  const { lineOf } = table.lines;
  let found: { readonly row: number; readonly likeness: number } | null = null;
  for (const row of table.sorted('when', true)) {
    if ((createdAt[row] as number) >= (createdAt[own] as number) || Number.isNaN(p50Ms[row])) continue;
    if (lineOf[row] !== lineOf[own]) continue;
    const likeness = contentHash[row] !== contentHash[own] ? 1 : benchmark[row] !== benchmark[own] ? 2 : 3;
    if (found === null || likeness > found.likeness) found = { row, likeness };
  }
  return found === null ? null : table.idAt(found.row);
}
