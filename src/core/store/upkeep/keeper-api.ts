import type { KeeperApi, KeeperEvents } from '../../../contract/keeper-api.ts';
import { checkStore } from './check-store.ts';
import { compactStore } from './compact-store.ts';
import { keepBackup } from './keep-backup.ts';
import { purgeRuns } from './purge-runs.ts';
import { restoreStore } from './restore-store.ts';
import { storeError } from '../store-errors.ts';

const TOLD_EVERY_MS = 100;

/** All that is done to a store as a whole; each call is a piece of work that may take seconds. */
export function createKeeperApi(onStep: KeeperEvents['onStep']): KeeperApi {
  let toldAt = Number.NEGATIVE_INFINITY;
  let toldText = '';
  const tell = (share: number | null, text: string): void => {
    const now = performance.now();
    if (text === toldText && now - toldAt < TOLD_EVERY_MS) return;
    [toldAt, toldText] = [now, text];
    onStep(share, text);
  };
  return {
    async copy(request) {
      const { copy, ...kept } = await keepBackup(request, tell);
      copy.close();
      return kept;
    },
    restore: (request) => restoreStore(request, tell),
    async check(store) {
      const began = performance.now();
      const found = await inWords(store, () => checkStore(store, tell));
      return { ...found, tookMs: performance.now() - began };
    },
    purge: (store, runIds) => inWords(store, () => purgeRuns(store, runIds, tell)),
    compact: (store) => compactStore(store, tell),
  };
}

async function inWords<Result>(store: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw storeError(error, store);
  }
}
