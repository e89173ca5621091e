import type { SweepCell } from '../../../contract/sweep.ts';
import type { Milliseconds } from '../../../contract/units.ts';

/**
 * What the cells still ahead may take: their estimates, corrected by how far those of the cells behind were off.
 * A cell that nobody could estimate is taken for an average one.
 */
export function timeLeft(
  cells: readonly SweepCell[],
  tookMs: ReadonlyMap<number, Milliseconds>,
): Milliseconds | null {
  const ahead = cells.filter(({ state }) => state === 'waiting' || state === 'running');
  if (ahead.length === 0) return 0;
  const behind = [...tookMs].map(([index, took]) => ({ took, estimate: cells[index]?.estimateMs ?? null }));
  const judged = behind.filter(({ estimate }) => estimate !== null);
  const estimated = judged.reduce((sum, { estimate }) => sum + (estimate as number), 0);
  const factor = estimated > 0 ? judged.reduce((sum, { took }) => sum + took, 0) / estimated : 1;
  const average =
    behind.length === 0 ? null : behind.reduce((sum, { took }) => sum + took, 0) / behind.length;
  const each = ahead.map(({ estimateMs }) => (estimateMs === null ? average : estimateMs * factor));
  if (each.includes(null)) return null;
  return each.reduce<number>((sum, ms) => sum + (ms as number), 0);
}
