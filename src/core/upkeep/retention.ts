import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import type { PrunePlan, PruneRequest, UpkeepState } from '../../contract/upkeep.ts';
import type { WallTime } from '../../contract/units.ts';
import { monthsBefore, retentionOf, type OldRun } from '../analysis/upkeep/retention.ts';
import { inSlices } from '../run-list/in-slices.ts';
import type { BinCursor, OldRunCursor } from '../store/old-runs.ts';
import type { Store } from '../store/store.ts';
import { readUpkeepSettings } from './upkeep-settings.ts';

export const BIN_KEPT_MS = 30 * 86_400e3;
/** Few enough that a slice takes some milliseconds. */
const PAGE = 250;
const SIZED = 16;
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
  const binned = (await longBinned(store, now)).length;
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
  await inSlices(runIds, (some) => store.setDeleted(some, at));
  const asked = readMemory(store).moved;
  const known = await binTimesOf(store, asked);
  const gone = new Set(asked.filter((id) => !known.has(id)));
  const remembered = readMemory(store);
  const moved = remembered.moved.filter((id) => !gone.has(id));
  writeMemory(store, { ...remembered, moved: [...new Set([...moved, ...runIds])] });
}

/** Of what was moved last, what is still in the bin. */
export async function lastMoved(store: Store): Promise<UpkeepState['lastMoved']> {
  const { last } = readMemory(store);
  if (last === null) return null;
  const times = await binTimesOf(store, last.runIds);
  const runIds = last.runIds.filter((id) => (times.get(id) ?? null) !== null);
  return runIds.length === 0 ? null : { at: last.at, runIds };
}

/** What has been in the bin for its time, and nothing keeps there. */
export async function longBinned(store: Store, now: WallTime): Promise<readonly string[]> {
  const runIds: string[] = [];
  for (let after: BinCursor | null = null; ;) {
    const page = store.binPage(now - BIN_KEPT_MS, after, PAGE);
    runIds.push(...page.runIds);
    if (page.next === null) return runIds;
    after = page.next;
    await turn();
  }
}

async function binTimesOf(
  store: Store,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, WallTime | null>> {
  const times = new Map<string, WallTime | null>();
  await inSlices(runIds, (some) => {
    for (const [id, at] of store.binTimes(some)) times.set(id, at);
  });
  return times;
}
