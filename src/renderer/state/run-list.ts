import { useEffect } from 'react';
import { create } from 'zustand';
import { RunTable } from '../../core/analysis/run-list/run-table.ts';
import { api, onCoreEvent, onOnline } from './connection.ts';
import { NOTHING_YET, RunListFeed, type RunListState } from './run-list-feed.ts';

interface SharedRunList extends RunListState {
  readonly table: RunTable;
}

const useShared = create<SharedRunList>(() => ({ ...NOTHING_YET, table: new RunTable(NOTHING_YET.columns) }));

const feed = new RunListFeed(api, (state) => {
  const { columns, table } = useShared.getState();
  useShared.setState({
    ...state,
    // Sorted orders and searches are kept as long as the columns are the same.
    table: state.columns === columns ? table : new RunTable(state.columns),
  });
});

let isFollowing = false;

/** From the first page that asks on: whoever comes back finds the list as it is now. */
function follow(): void {
  if (isFollowing) return;
  isFollowing = true;
  onOnline(() => void feed.refresh());
  onCoreEvent((event) => {
    if (event.type === 'runs-changed') void feed.refresh();
  });
  void feed.refresh();
}

/** Narrow facts of all runs; the newest are there first. */
export function useRunList(): SharedRunList {
  useEffect(follow, []);
  return useShared();
}

/** The same without a render: for what asks once, at a press. */
export function currentRunTable(): RunTable {
  return useShared.getState().table;
}

export function refreshRunList(): void {
  if (isFollowing) void feed.refresh();
}

/** Gone from every list at once, before the store has said so. */
export function forgetRuns(ids: readonly string[]): void {
  if (isFollowing) feed.forget(ids);
}

/** Whether there is anything on show yet, and what went wrong if not. */
export function runListPhase({
  revision,
  error,
  columns,
}: RunListState): 'loading' | 'failed' | 'empty' | 'full' {
  if (revision === null) return error === null ? 'loading' : 'failed';
  return columns.rows === 0 ? 'empty' : 'full';
}
