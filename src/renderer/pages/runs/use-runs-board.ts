import { useMemo, useState } from 'react';
import type { RunGroup } from '../../../core/analysis/run-list/group-runs.ts';
import { parseFilter, type RunFilterExpression } from '../../../core/analysis/run-list/parse-filter.ts';
import { runColumn, type RunColumnId } from '../../../core/analysis/run-list/run-columns.ts';
import {
  groupedListing,
  plainListing,
  type RunListing,
} from '../../../core/analysis/run-list/run-listing.ts';
import { keepFitting, type RunTable } from '../../../core/analysis/run-list/run-table.ts';
import { useRunsView, type RunsView } from './runs-view.ts';

export interface RunsBoard {
  readonly table: RunTable;
  readonly view: RunsView;
  readonly filter: RunFilterExpression;
  /** Rows that pass the filter, in order; folded ones included. */
  readonly rows: Uint32Array;
  /** Archived runs that would pass it, were they shown. */
  readonly archivedFits: number;
  readonly groups: readonly RunGroup[];
  readonly listing: RunListing;
  readonly isFolded: (key: string) => boolean;
  readonly fold: (key: string) => void;
  readonly foldAll: (folded: boolean) => void;
  readonly sortBy: (column: RunColumnId) => void;
}

interface Folds {
  readonly all: boolean;
  /** Those that stand the other way. */
  readonly except: ReadonlySet<string>;
}

const ALL_OPEN: Folds = { all: false, except: new Set() };

/** What the table shows: each step is made anew only where what it rests on has changed. */
export function useRunsBoard(table: RunTable): RunsBoard {
  const view = useRunsView();
  const { filter: typed, archived, grouping } = view;
  const { column, descending } = view.sort;
  const [folds, setFolds] = useState(ALL_OPEN);

  const filter = useMemo(() => parseFilter(typed, Date.now()), [typed]);
  const fits = useMemo(() => table.match(filter, archived), [table, filter, archived]);
  const sorted = useMemo(() => table.sorted(column, descending), [table, column, descending]);
  const rows = useMemo(() => keepFitting(sorted, fits), [sorted, fits]);
  const groups = useMemo(
    () => (grouping === 'none' ? [] : table.grouped(rows, grouping)),
    [table, rows, grouping],
  );
  const listing = useMemo(
    () =>
      grouping === 'none'
        ? plainListing(rows)
        : groupedListing(groups, (key) => folds.all !== folds.except.has(key)),
    [grouping, rows, groups, folds],
  );
  const archivedFits = useMemo(
    () => (archived === 'hidden' && rows.length === 0 ? sum(table.match(filter, 'only')) : 0),
    [table, filter, archived, rows],
  );

  return {
    table,
    view,
    filter,
    rows,
    archivedFits,
    groups,
    listing,
    isFolded: (key) => folds.all !== folds.except.has(key),
    fold: (key) =>
      setFolds(({ all, except }) => {
        const next = new Set(except);
        if (!next.delete(key)) next.add(key);
        return { all, except: next };
      }),
    foldAll: (all) => setFolds({ all, except: new Set() }),
    sortBy: (id) =>
      useRunsView.setState(({ sort }) => ({
        sort: {
          column: id,
          descending: sort.column === id ? !sort.descending : runColumn(id).largestFirst,
        },
      })),
  };
}

function sum(flags: Uint8Array): number {
  let total = 0;
  for (const flag of flags) total += flag;
  return total;
}
