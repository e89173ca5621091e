import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import type { AbProgress, AbRequest } from '../../contract/ab.ts';
import { asDynoError } from '../../contract/errors.ts';
import { api, onCoreEvent } from './connection.ts';
import { navigate } from './navigation.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';
import { showToast } from './toasts.ts';

/** The last step heard of each comparison that goes on. */
const useSteps = create<Readonly<Record<string, AbProgress>>>(() => ({}));

export function followAbTests(): void {
  onCoreEvent((event) => {
    if (event.type !== 'ab-progress') return;
    const { progress } = event;
    const before = useSteps.getState()[progress.comparisonId];
    useSteps.setState({ [progress.comparisonId]: progress });
    if (before?.pairsDone === progress.pairsDone && before.status === progress.status) return;
    void queryClient.invalidateQueries({ queryKey: queryKeys.ab(progress.comparisonId) });
    if (before?.status !== progress.status) void queryClient.invalidateQueries({ queryKey: queryKeys.abs });
  });
}

export const useAb = (id: string) =>
  useQuery({ queryKey: queryKeys.ab(id), queryFn: () => api.getAb(id), placeholderData: (known) => known });

export const useAbs = () => useQuery({ queryKey: queryKeys.abs, queryFn: () => api.listAbs() });

export const useAbStep = (id: string): AbProgress | null => useSteps((steps) => steps[id] ?? null);

/** Starts it and shows it; what stands against it is told in a toast. */
export async function startAb(request: AbRequest): Promise<void> {
  try {
    const { id } = await api.startAb(request);
    void queryClient.invalidateQueries({ queryKey: queryKeys.abs });
    navigate({ page: 'ab', id });
  } catch (error) {
    report(error);
  }
}

export async function stopAb(id: string): Promise<void> {
  try {
    await api.stopAb(id);
  } catch (error) {
    report(error);
  }
}

function report(error: unknown): void {
  const { message, nextStep } = asDynoError(error);
  showToast({ text: `${message} ${nextStep}`.trim(), tone: 'bad' });
}
