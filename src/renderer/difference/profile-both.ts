import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { asDynoError, type DynoError } from '../../contract/errors.ts';
import type { Run } from '../../contract/run.ts';
import { planAgain } from '../pages/run/run-actions.ts';
import { isLive } from '../pages/runs/run-menu.tsx';
import { runTitle } from '../pages/runs/run-title.ts';
import { api, onCoreEvent } from '../state/connection.ts';
import { currentRoute, navigate } from '../state/navigation.ts';
import { showToast } from '../state/toasts.ts';
import { comparisonOf } from './comparison-route.ts';

/** Two runs of which one or both are measured again, with a profile. */
export interface PairInWork {
  /** The runs that are to be held against each other: those begun anew, and what had a profile before. */
  readonly a: string;
  readonly b: string;
  readonly begun: readonly string[];
  readonly failure: DynoError | null;
}

interface PairsInWork {
  readonly pairs: Readonly<Record<string, PairInWork>>;
}

/** Kept outside of the page: who looks at something else meanwhile, or loads it anew, finds it again. */
export const usePairsInWork = create<PairsInWork>()(
  persist<PairsInWork>(() => ({ pairs: {} }), {
    name: 'dyno-pairs-in-work',
    version: 1,
    storage: createJSONStorage(() => sessionStorage),
  }),
);

/** Those that this page waits for; after a reload none. */
const followed = new Set<string>();

export const pairKey = (a: string, b: string): string => `${a} ${b}`;

function put(key: string, pair: PairInWork | null): void {
  usePairsInWork.setState(({ pairs }) => {
    const { [key]: _before, ...others } = pairs;
    return { pairs: pair === null ? others : { ...others, [key]: pair } };
  });
}

/** Measures again what has no profile, with one; then opens the comparison of the new runs. */
export async function profileBoth(a: string, b: string, unprofiled: readonly string[]): Promise<void> {
  const key = pairKey(a, b);
  const begun: string[] = [];
  followed.add(key);
  put(key, { a, b, begun, failure: null });
  try {
    const again = async (runId: string): Promise<string> => {
      if (!unprofiled.includes(runId)) return runId;
      const { request } = await planAgain(await api.getRun(runId));
      const { id } = await api.startBench({ ...request, profile: {} });
      begun.push(id);
      return id;
    };
    const newA = await again(a);
    const newB = await again(b);
    put(key, { a: newA, b: newB, begun: [...begun], failure: null });
    await follow(key);
  } catch (error) {
    put(key, { a, b, begun, failure: asDynoError(error) });
  } finally {
    followed.delete(key);
  }
}

/** Goes on waiting for what was begun before the page was loaded anew. */
export async function goOnWaiting(key: string): Promise<void> {
  if (followed.has(key)) return;
  followed.add(key);
  try {
    await follow(key);
  } catch {
    // What was begun is not there any more: it can be begun again.
    put(key, null);
  } finally {
    followed.delete(key);
  }
}

async function follow(key: string): Promise<void> {
  const pair = usePairsInWork.getState().pairs[key];
  if (pair === undefined) return;
  const ended = await Promise.all(pair.begun.map(endOf));
  put(key, null);
  const lost = ended.find(({ profile }) => profile === null);
  if (lost !== undefined) {
    showToast({
      text: `“${runTitle(lost)}” ended without a profile.`,
      tone: 'bad',
      action: { label: 'Open it', run: () => navigate({ page: 'run', runId: lost.id }) },
    });
    return;
  }
  const there = comparisonOf(pair.a, pair.b);
  if (currentRoute().page === 'compare') return navigate(there);
  showToast({
    text: 'Both runs are profiled.',
    action: { label: 'Compare them', run: () => navigate(there) },
  });
}

/** The run when it has ended. */
function endOf(runId: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      api.getRun(runId).then((run) => {
        if (isLive(run)) return;
        off();
        resolve(run);
      }, failed);
    };
    const failed = (error: unknown): void => {
      off();
      reject(asDynoError(error));
    };
    const off = onCoreEvent((event) => {
      if (event.type !== 'runs-changed') return;
      if (event.runIds === 'unknown' || event.runIds.includes(runId)) look();
    });
    look();
  });
}
