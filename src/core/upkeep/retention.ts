import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import type { PrunePlan, PruneRequest, UpkeepState } from '../../contract/upkeep.ts';
import type { WallTime } from '../../contract/units.ts';
import { monthsBefore, retentionOf, type OldRun } from '../analysis/upkeep/retention.ts';
import type { OldRunCursor } from '../store/old-runs.ts';
import type { Store } from '../store/store.ts';
import { readUpkeepSettings } from './upkeep-settings.ts';

export const BIN_KEPT_MS = 30 * 86_400e3;
/** Few enough that a slice takes some milliseconds. */
const PAGE = 250;
const SIZED = 16;
const MOVED = 100;
const MEMORY = 'retention';

const memory = z.object({
  lookedAt: z.number().nullable().catch(null),
  last: z
    .object({ at: z.number(), runIds: z.array(z.string()) })
    .nullable()
    .catch(null),
  /** Each run is moved once: one that was brought back stays. */
  moved: z.array(z.string()).catch([]),
});
export type RetentionMemory = z.infer<typeof memory>;

export function readMemory(store: Pick<Store, 'setting'>): RetentionMemory {
  const { data } = memory.safeParse(store.setting(MEMORY) ?? {});
  return data ?? { lookedAt: null, last: null, moved: [] };
}

export function writeMemory(store: Pick<Store, 'putSetting'>, remembered: RetentionMemory): void {
  store.putSetting(MEMORY, remembered);
}

/** Page by page, with a turn of the event loop between: the host has others to answer. */
export async function planPrune(
  store: Store,
  { keepMonths }: PruneRequest,
  now: WallTime,
): Promise<PrunePlan> {
  const months = keepMonths ?? readUpkeepSettings(store).keepMonths;
  const binned = store.binnedBefore(now - BIN_KEPT_MS, 1_000_000).length;
  if (months === null) return { before: 0, runIds: [], bytes: 0, kept: [], binned };
  const before = monthsBefore(now, months);
  const old: OldRun[] = [];
  for (let after: OldRunCursor | null = null; ;) {
    const page = store.oldRuns(before, after, PAGE);
    old.push(...page.runs);
    if (page.next === null) break;
    after = page.next;
    await turn();
  }
  const { runIds, kept } = retentionOf(old, new Set(readMemory(store).moved));
  let bytes = 0;
  for (let from = 0; from < runIds.length; from += SIZED) {
    bytes += store.bytesOf(runIds.slice(from, from + SIZED));
    await turn();
  }
  return { before, runIds, bytes, kept, binned };
}

/** What is said comes before what is done: whatever moves can be brought back by its list, a kill in between or not. */
export async function announcedMove(store: Store, runIds: readonly string[], at: WallTime): Promise<void> {
  if (runIds.length === 0) return;
  writeMemory(store, { ...readMemory(store), last: { at, runIds: [...runIds] } });
  for (let from = 0; from < runIds.length; from += MOVED) {
    store.setDeleted(runIds.slice(from, from + MOVED), at);
    await turn();
  }
  const remembered = readMemory(store);
  const known = remembered.moved.filter((id) => store.getRun(id) !== null);
  writeMemory(store, { ...remembered, moved: [...new Set([...known, ...runIds])] });
}

/** Of what was moved last, what is still in the bin. */
export function lastMoved(store: Store): UpkeepState['lastMoved'] {
  const { last } = readMemory(store);
  if (last === null) return null;
  const runIds = last.runIds.filter((id) => (store.getRun(id)?.deletedAt ?? null) !== null);
  return runIds.length === 0 ? null : { at: last.at, runIds };
}
