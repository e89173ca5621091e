import { useQuery } from '@tanstack/react-query';
import type { Alert, Threshold } from '../../contract/alert.ts';
import { asDynoError } from '../../contract/errors.ts';
import { api, onCoreEvent } from './connection.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';
import { showToast } from './toasts.ts';

const MOST_ALERTS = 100;

export const useAlerts = () => useQuery({ queryKey: queryKeys.alerts, queryFn: () => api.listAlerts() });

export const useThresholds = () =>
  useQuery({ queryKey: queryKeys.thresholds, queryFn: () => api.listThresholds() });

/** How many are open and nobody has seen yet; renders when that changes. */
export const useUnseenAlerts = (): number => (useAlerts().data ?? []).filter(isUnseen).length;

export function isUnseen({ closedAt, acknowledgedAt }: Alert): boolean {
  return closedAt === null && acknowledgedAt === null;
}

export function followAlerts(): void {
  onCoreEvent((event) => {
    if (event.type !== 'alert') return;
    const { alert } = event;
    queryClient.setQueryData<readonly Alert[]>(queryKeys.alerts, (known) =>
      known === undefined
        ? known
        : [alert, ...known.filter(({ id }) => id !== alert.id)].slice(0, MOST_ALERTS),
    );
  });
}

export async function acknowledge(alerts: readonly Alert[]): Promise<void> {
  await orSay(async () => {
    await api.acknowledgeAlerts(alerts.map(({ id }) => id));
    await queryClient.invalidateQueries({ queryKey: queryKeys.alerts });
  });
}

export async function saveThreshold(threshold: Threshold): Promise<void> {
  await orSay(async () => {
    await api.saveThreshold(threshold);
    await queryClient.invalidateQueries({ queryKey: queryKeys.thresholds });
  });
}

/** A built-in one goes back to its default, one's own goes, and can be brought back. */
export async function deleteThreshold(threshold: Threshold, title: string): Promise<void> {
  await orSay(async () => {
    await api.deleteThreshold(threshold.id);
    await queryClient.invalidateQueries({ queryKey: queryKeys.thresholds });
    const undo = (): void => void saveThreshold(threshold);
    const text = threshold.isBuiltIn ? `${title}: back to the default` : `Deleted the threshold of ${title}`;
    showToast({ text, action: { label: 'Undo', run: undo } });
  });
}

async function orSay(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { message, nextStep } = asDynoError(error);
    showToast({ text: `${message} ${nextStep}`.trim(), tone: 'bad' });
  }
}
