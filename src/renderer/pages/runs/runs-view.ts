import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { ColumnId } from './runs-columns.ts';
import { shownAtFirst } from './runs-columns.ts';

interface RunsView {
  /** Only what differs from "shown": false hides. */
  readonly visibility: Readonly<Partial<Record<ColumnId, boolean>>>;
  readonly sorting: readonly { readonly id: string; readonly desc: boolean }[];
  readonly grouped: boolean;
}

/** How the user arranged the table, kept in this browser or window. */
export const useRunsView = create<RunsView>()(
  persist<RunsView>(
    () => ({
      visibility: shownAtFirst(window.innerWidth),
      sorting: [{ id: 'when', desc: true }],
      grouped: false,
    }),
    { name: 'dyno-runs', version: 1 },
  ),
);
