import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { RUN_GROUPINGS, type SavedView } from '../../../contract/run-list.ts';
import { isRunColumn, type RunColumnId } from '../../../core/analysis/run-list/run-columns.ts';
import { shownAtFirst } from './runs-columns.ts';

/** How the table stands now, kept in this browser or window; like a saved view, but for its name. */
export interface RunsView extends Omit<SavedView, 'name' | 'sort' | 'columns'> {
  /** The saved view that was chosen last; what was changed since does not unchoose it. */
  readonly chosen: string | null;
  readonly sort: { readonly column: RunColumnId; readonly descending: boolean };
  readonly columns: readonly RunColumnId[];
}

export const FIRST_SORT: RunsView['sort'] = { column: 'when', descending: true };

export const useRunsView = create<RunsView>()(
  persist<RunsView>(
    () => ({
      chosen: null,
      filter: '',
      grouping: 'none',
      sort: FIRST_SORT,
      columns: shownAtFirst(window.innerWidth),
      archived: 'hidden',
    }),
    {
      name: 'dyno-runs-view',
      version: 1,
      merge: (stored, first) => sane({ ...first, ...(stored as RunsView) }),
    },
  ),
);

export function applyView(view: SavedView): void {
  useRunsView.setState(sane({ ...view, chosen: view.name }));
}

export function asSaved(name: string, { filter, grouping, sort, columns, archived }: RunsView): SavedView {
  return { name, filter, grouping, sort, columns, archived };
}

/** Whether the table stands as the view says, so that nothing would be lost by leaving it. */
export function standsAs(view: SavedView, now: RunsView): boolean {
  return JSON.stringify(asSaved('', now)) === JSON.stringify(asSaved('', sane({ ...view, chosen: null })));
}

/** Of what another version of Dyno has kept, only what there is. */
function sane(view: Omit<SavedView, 'name'> & Pick<RunsView, 'chosen'>): RunsView {
  const columns = view.columns.filter(isRunColumn);
  const { column, descending } = view.sort;
  return {
    chosen: view.chosen,
    filter: view.filter,
    grouping: RUN_GROUPINGS.includes(view.grouping) ? view.grouping : 'none',
    sort: isRunColumn(column) ? { column, descending } : FIRST_SORT,
    columns: columns.includes('name') ? columns : ['name', ...columns],
    archived: view.archived,
  };
}
