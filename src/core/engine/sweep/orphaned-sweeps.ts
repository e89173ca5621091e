import type { Sweep } from '../../../contract/sweep.ts';
import type { Store } from '../../store/store.ts';

/** Ends the sweeps whose program died: their cells are kept, and what they have left can be measured. */
export function markOrphanedSweeps(store: Pick<Store, 'orphanedSweeps' | 'updateSweep'>): readonly Sweep[] {
  const orphans = store.orphanedSweeps();
  for (const sweep of orphans) {
    const cells = sweep.cells.map((cell) =>
      cell.state === 'running' ? { ...cell, state: 'stopped' as const } : cell,
    );
    store.updateSweep({ ...sweep, status: 'crashed', cells });
  }
  return orphans;
}
