import type { SweepCell } from '../../../contract/sweep.ts';

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
