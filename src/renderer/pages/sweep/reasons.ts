import type { Sweep, SweepCell } from '../../../contract/sweep.ts';
import { cellLabel, variedAxes } from '../../../core/charts/sweep-axes.ts';

export interface Reason {
  readonly message: string;
  readonly cells: readonly SweepCell[];
}

/** Cells by why they were skipped or failed: the same reason is said once. */
export function groupReasons(cells: readonly SweepCell[]): readonly Reason[] {
  const reasons = new Map<string, SweepCell[]>();
  for (const cell of cells) {
    if (cell.error === null) continue;
    const { message } = cell.error;
    reasons.set(message, [...(reasons.get(message) ?? []), cell]);
  }
  return [...reasons].map(([message, same]) => ({ message, cells: same }));
}

/** The one by its axes, several by their number. */
export function whichCells(cells: readonly SweepCell[], sweep: Sweep): string {
  const [only] = cells;
  if (cells.length > 1 || only === undefined) return `${cells.length} cells`;
  return (
    cellLabel(
      only,
      variedAxes(sweep.cells).map(({ name }) => name),
    ) || 'the only cell'
  );
}
