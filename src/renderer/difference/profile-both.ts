import { create } from 'zustand';
import { asDynoError, type DynoError } from '../../contract/errors.ts';
import type { Run } from '../../contract/run.ts';
import { planAgain } from '../pages/run/run-actions.ts';
import { isLive } from '../pages/runs/run-menu.tsx';
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

/** Kept outside of the page: who looks at something else meanwhile finds it again. */
export const usePairsInWork = create<PairsInWork>(() => ({ pairs: {} }));

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
    const newB = a === b ? newA : await again(b);
    put(key, { a: newA, b: newB, begun, failure: null });
    const ended = await Promise.all(begun.map(endOf));
    const lost = ended.find(({ profile }) => profile === null);
    put(key, null);
    if (lost !== undefined) {
      showToast({
        text: `“${lost.model.name}” ended without a profile.`,
        tone: 'bad',
        action: opening(lost.id),
      });
      return;
    }
    const there = comparisonOf(newA, newB);
    const { page } = currentRoute();
    if (page === 'compare') return navigate(there);
    showToast({
      text: 'Both runs are profiled.',
      action: { label: 'Compare them', run: () => navigate(there) },
    });
  } catch (error) {
    put(key, { a, b, begun, failure: asDynoError(error) });
  }
}

function opening(runId: string): { readonly label: string; readonly run: () => void } {
  return { label: 'Open it', run: () => navigate({ page: 'run', runId }) };
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
