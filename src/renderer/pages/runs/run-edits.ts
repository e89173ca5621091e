import { asDynoError } from '../../../contract/errors.ts';
import type { RunEdit } from '../../../contract/run-list.ts';
import { formatCount } from '../../../contract/units.ts';
import { api } from '../../state/connection.ts';
import { queryClient } from '../../state/queries.ts';
import { queryKeys } from '../../state/query-keys.ts';
import { refreshRunList } from '../../state/run-list.ts';
import { showToast } from '../../state/toasts.ts';

/** Done at once, taken back by "Undo". */
export async function editRuns(ids: readonly string[], edit: RunEdit): Promise<boolean> {
  try {
    const marks = await api.editRuns(ids, edit);
    renew(ids);
    showToast({
      text: editWords(edit, ids.length),
      action: { label: 'Undo', run: () => void api.putBackRuns(marks).then(() => renew(ids), report) },
    });
    return true;
  } catch (error) {
    report(error);
    return false;
  }
}

function renew(ids: readonly string[]): void {
  refreshRunList();
  for (const id of ids.slice(0, 100)) void queryClient.invalidateQueries({ queryKey: queryKeys.run(id) });
}

function report(error: unknown): void {
  const { message, nextStep } = asDynoError(error);
  showToast({ text: `${message} ${nextStep}`.trim(), tone: 'bad' });
}

/** "Archived 12 runs". */
export function editWords(edit: RunEdit, count: number): string {
  const { addTags = [], removeTags = [], archived, pinned } = edit;
  const acts = [
    ...(addTags.length > 0 ? ['tagged'] : []),
    ...(removeTags.length > 0 ? [addTags.length > 0 ? 'untagged' : 'took tags off'] : []),
    ...(archived === undefined ? [] : [archived ? 'archived' : 'unarchived']),
    ...(pinned === undefined ? [] : [pinned ? 'pinned' : 'unpinned']),
  ].join(' and ');
  const what = count === 1 ? 'one run' : `${formatCount(count)} runs`;
  return `${acts.charAt(0).toUpperCase()}${acts.slice(1)} ${what}`;
}
