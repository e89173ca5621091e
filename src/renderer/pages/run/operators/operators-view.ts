import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { OperatorGrouping } from '../../../../core/analysis/operators/group-operators.ts';
import { SHOWN_AT_FIRST, type ColumnId } from './operator-columns.ts';

interface OperatorsView {
  readonly grouping: OperatorGrouping;
  readonly columns: readonly ColumnId[];
  readonly sortedBy: ColumnId;
  readonly isDescending: boolean;
}

/** How the user arranged the table, kept in this browser or window. */
export const useOperatorsView = create<OperatorsView>()(
  persist<OperatorsView>(
    () => ({ grouping: 'node', columns: SHOWN_AT_FIRST, sortedBy: 'share', isDescending: true }),
    { name: 'dyno-operators', version: 1 },
  ),
);

/** Once more the same column turns it round; numbers begin with the largest, words with A. */
export function sortOperators(id: ColumnId, startsDescending: boolean): void {
  useOperatorsView.setState(({ sortedBy, isDescending }) => ({
    sortedBy: id,
    isDescending: sortedBy === id ? !isDescending : startsDescending,
  }));
}
