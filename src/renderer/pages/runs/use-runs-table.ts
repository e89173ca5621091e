import { useTable, type SortingState } from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import type { Run } from '../../../contract/run.ts';
import { columns, features, type ColumnId } from './runs-columns.ts';
import { matcher } from './runs-filter.ts';
import { groupByModel, type RunListItem } from './runs-groups.ts';
import { useRunsView } from './runs-view.ts';
import type { RunRow } from './runs-columns.ts';
import type { HeadColumn } from './RunsTable.tsx';

export interface RunsTableState {
  readonly items: readonly RunListItem<RunRow>[];
  readonly head: readonly HeadColumn[];
  /** Runs that pass the filter, folded ones included. */
  readonly shown: number;
  readonly typed: string;
  readonly setTyped: (typed: string) => void;
  readonly selection: Readonly<Record<string, boolean>>;
  readonly setSelection: (selection: Readonly<Record<string, boolean>>) => void;
  readonly grouped: boolean;
  readonly setGrouped: (grouped: boolean) => void;
  readonly fold: (key: string) => void;
  readonly choices: readonly ColumnChoice[];
}

export interface ColumnChoice {
  readonly id: string;
  readonly title: string;
  readonly visible: boolean;
  readonly toggle: () => void;
}

export function useRunsTable(runs: readonly Run[]): RunsTableState {
  const [typed, setTyped] = useState('');
  const [selection, setSelection] = useState<Readonly<Record<string, boolean>>>({});
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const { visibility, sorting, grouped } = useRunsView();

  const table = useTable({
    features,
    columns,
    data: runs,
    getRowId: (run) => run.id,
    enableMultiSort: false,
    enableSortingRemoval: false,
    state: {
      sorting: sorting as SortingState,
      columnVisibility: visibility as Record<string, boolean>,
    },
    onSortingChange: (update) => {
      const before = useRunsView.getState().sorting as SortingState;
      useRunsView.setState({ sorting: typeof update === 'function' ? update(before) : update });
    },
    onColumnVisibilityChange: (update) => {
      const before = useRunsView.getState().visibility as Record<string, boolean>;
      useRunsView.setState({ visibility: typeof update === 'function' ? update(before) : update });
    },
  });

  // Sorted once, filtered at each key: the other way round every key would sort anew.
  const sorted = table.getRowModel().rows;
  const rows = useMemo(() => {
    const matches = matcher(typed);
    return sorted.filter(({ original }) => matches(original));
  }, [sorted, typed]);
  const items = useMemo<readonly RunListItem<RunRow>[]>(
    () => (grouped ? groupByModel(rows, folded) : rows.map((row) => ({ kind: 'run', row }))),
    [rows, grouped, folded],
  );

  return {
    items,
    shown: rows.length,
    typed,
    setTyped,
    selection,
    setSelection,
    grouped,
    setGrouped: (next) => useRunsView.setState({ grouped: next }),
    fold: (key) =>
      setFolded((before) => {
        const next = new Set(before);
        if (!next.delete(key)) next.add(key);
        return next;
      }),
    head: table.getVisibleLeafColumns().map((column) => ({
      id: column.id as ColumnId,
      title: String(column.columnDef.header),
      sorted: column.getIsSorted(),
      onSort: (event) => column.getToggleSortingHandler()?.(event),
    })),
    choices: table
      .getAllLeafColumns()
      .filter((column) => column.getCanHide())
      .map((column) => ({
        id: column.id,
        title: String(column.columnDef.header),
        visible: column.getIsVisible(),
        toggle: () => column.toggleVisibility(),
      })),
  };
}
