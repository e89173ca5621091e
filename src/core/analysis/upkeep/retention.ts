import { KEPT_BECAUSE, type KeptBecause, type PrunePlan } from '../../../contract/upkeep.ts';
import type { WallTime } from '../../../contract/units.ts';

/** A run that is older than the line, as far as retention looks at it. */
export interface OldRun {
  readonly id: string;
  readonly isBaseline: boolean;
  readonly isPinned: boolean;
  readonly isTagged: boolean;
  /** A side of a tested comparison that is kept. */
  readonly isCompared: boolean;
}

export interface Retention {
  readonly runIds: readonly string[];
  readonly kept: PrunePlan['kept'];
}

/** What goes and what stays, and why: the first reason in the order of KEPT_BECAUSE counts. */
export function retentionOf(runs: readonly OldRun[], movedBefore: ReadonlySet<string>): Retention {
  const runIds: string[] = [];
  const kept = new Map<KeptBecause, number>();
  for (const run of runs) {
    const reason = reasonToKeep(run, movedBefore);
    if (reason === null) runIds.push(run.id);
    else kept.set(reason, (kept.get(reason) ?? 0) + 1);
  }
  return {
    runIds,
    kept: KEPT_BECAUSE.flatMap((reason) => {
      const count = kept.get(reason);
      return count === undefined ? [] : [{ reason, runs: count }];
    }),
  };
}

function reasonToKeep(run: OldRun, movedBefore: ReadonlySet<string>): KeptBecause | null {
  if (run.isBaseline) return 'baseline';
  if (run.isPinned) return 'pinned';
  if (run.isTagged) return 'tagged';
  if (run.isCompared) return 'compared';
  return movedBefore.has(run.id) ? 'brought-back' : null;
}

/** So many calendar months before, at the same time of day in UTC; a day that month lacks is its last one. */
export function monthsBefore(now: WallTime, months: number): WallTime {
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}
