import { useQuery } from '@tanstack/react-query';
import { asDynoError } from '../../../contract/errors.ts';
import type { SavedView } from '../../../contract/run-list.ts';
import { api } from '../../state/connection.ts';
import { queryClient } from '../../state/queries.ts';
import { queryKeys } from '../../state/query-keys.ts';
import { showToast } from '../../state/toasts.ts';
import { useRunsView } from './runs-view.ts';

export const useSavedViews = () =>
  useQuery({ queryKey: queryKeys.views, queryFn: () => api.listViews(), staleTime: 0 });

const renew = (): Promise<void> => queryClient.invalidateQueries({ queryKey: queryKeys.views });

export async function saveView(view: SavedView): Promise<void> {
  await api.saveView(view);
  await renew();
}

/** Gone at once, back by "Undo". */
export async function deleteView(view: SavedView, { isQuiet = false } = {}): Promise<void> {
  try {
    await api.deleteView(view.name);
    if (useRunsView.getState().chosen === view.name) useRunsView.setState({ chosen: null });
    await renew();
  } catch (error) {
    const { message, nextStep } = asDynoError(error);
    showToast({ text: `${message} ${nextStep}`.trim(), tone: 'bad' });
    return;
  }
  if (isQuiet) return;
  showToast({
    text: `Deleted the view “${view.name.slice(0, 60)}”`,
    action: { label: 'Undo', run: () => void saveView(view) },
  });
}
