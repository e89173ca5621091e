import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import { asDynoError } from '../../contract/errors.ts';
import type { StoreCheck, UpkeepProgress, UpkeepSettings } from '../../contract/upkeep.ts';
import { formatBytes, formatCount } from '../../contract/units.ts';
import { api, onCoreEvent } from './connection.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';
import { showToast } from './toasts.ts';

interface Upkeep {
  /** What this page asked for, until it is done; null: nothing. */
  readonly asked: UpkeepProgress['act'] | 'bring-back' | null;
  /** What is under way, whoever asked for it. */
  readonly progress: UpkeepProgress | null;
  readonly check: StoreCheck | null;
}

const useStore = create<Upkeep>(() => ({ asked: null, progress: null, check: null }));
export const useUpkeepWork = (): Upkeep => useStore();

export const useUpkeep = () => useQuery({ queryKey: queryKeys.upkeep, queryFn: () => api.upkeep() });

export function followUpkeep(): void {
  onCoreEvent((event) => {
    if (event.type === 'runs-changed') void queryClient.invalidateQueries({ queryKey: queryKeys.upkeep });
    if (event.type !== 'upkeep-progress') return;
    const isOver = event.progress.share === 1 && event.progress.text === '';
    useStore.setState({ progress: isOver ? null : event.progress });
    if (isOver) void queryClient.invalidateQueries({ queryKey: queryKeys.upkeep });
  });
}

async function act<Result>(
  asked: NonNullable<Upkeep['asked']>,
  work: () => Promise<Result>,
  done: (result: Result) => void,
): Promise<void> {
  useStore.setState({ asked });
  try {
    done(await work());
  } catch (error) {
    const { message, nextStep } = asDynoError(error);
    showToast({ text: `${message} ${nextStep}`.trim(), tone: 'bad' });
  } finally {
    useStore.setState({ asked: null, progress: null });
    void queryClient.invalidateQueries({ queryKey: queryKeys.upkeep });
  }
}

export const backUp = (): Promise<void> =>
  act(
    'backup',
    () => api.backupStore(),
    ({ bytes, runs }) => showToast({ text: `Backed up ${formatCount(runs)} runs, ${formatBytes(bytes)}` }),
  );

export const restoreBackup = (path: string): Promise<void> =>
  act(
    'restore',
    () => api.restoreStore(path),
    ({ runs, before }) => {
      void queryClient.invalidateQueries();
      showToast({
        text: `Restored ${formatCount(runs)} runs. What was there is kept as a backup.`,
        action: { label: 'Undo', run: () => void restoreBackup(before.path) },
      });
    },
  );

export const checkStore = (): Promise<void> =>
  act(
    'check',
    () => api.checkStore(),
    (check) => useStore.setState({ check }),
  );

export const compactStore = (): Promise<void> =>
  act(
    'compact',
    () => api.compactStore(),
    ({ beforeBytes, afterBytes }) =>
      showToast({ text: `${formatBytes(beforeBytes)} before, ${formatBytes(afterBytes)} now` }),
  );

export const pruneStore = (): Promise<void> =>
  act(
    'prune',
    () => api.pruneStore({}),
    ({ runIds, movedToBin }) =>
      showToast({
        text: `Moved ${formatCount(movedToBin)} runs to the bin, for 30 days`,
        action: { label: 'Undo', run: () => void bringBack(runIds) },
      }),
  );

export const bringBack = (runIds: readonly string[]): Promise<void> =>
  act(
    'bring-back',
    () => api.restoreRuns(runIds),
    () => showToast({ text: `Brought ${formatCount(runIds.length)} runs back` }),
  );

/** Null where it was taken; else what is wrong with it. */
export async function changeUpkeep(change: Partial<UpkeepSettings>): Promise<string | null> {
  try {
    await api.setUpkeep(change);
    await queryClient.invalidateQueries({ queryKey: queryKeys.upkeep });
    return null;
  } catch (error) {
    return asDynoError(error).message;
  }
}
