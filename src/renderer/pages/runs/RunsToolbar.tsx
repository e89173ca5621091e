import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react';
import type { RunGrouping, SavedView } from '../../../contract/run-list.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Select } from '../../components/Select.tsx';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { FilterField } from './FilterField.tsx';
import { useRunsView } from './runs-view.ts';
import type { RunsBoard } from './use-runs-board.ts';
import { ViewsMenu } from './ViewsMenu.tsx';
import styles from './RunsPage.module.css';

const GROUPINGS: readonly { readonly value: RunGrouping; readonly label: string }[] = [
  { value: 'none', label: 'No groups' },
  { value: 'model', label: 'Group by model' },
  { value: 'version', label: 'Group by version' },
  { value: 'level', label: 'Group by level' },
  { value: 'provider', label: 'Group by provider' },
  { value: 'tag', label: 'Group by tag' },
];

const ARCHIVED: readonly { readonly value: SavedView['archived']; readonly label: string }[] = [
  { value: 'hidden', label: 'Without archived' },
  { value: 'shown', label: 'With archived' },
  { value: 'only', label: 'Only archived' },
];

export function RunsToolbar({ board }: { readonly board: RunsBoard }) {
  const { table, view, filter, groups, isFolded, foldAll } = board;
  const someOpen = groups.some(({ key }) => !isFolded(key));
  return (
    <div className={styles.toolbar} role="group" aria-label="View">
      <ViewsMenu />
      <FilterField
        table={table}
        value={view.filter}
        problems={filter.problems}
        onChange={(typed) => useRunsView.setState({ filter: typed })}
      />
      <Select
        label="Groups"
        labelHidden
        value={view.grouping}
        options={GROUPINGS}
        onChange={(grouping) => useRunsView.setState({ grouping })}
      />
      {view.grouping !== 'none' && (
        <IconButton
          label={someOpen ? 'Fold all groups' : 'Unfold all groups'}
          onClick={() => foldAll(someOpen)}
        >
          {someOpen ? <ChevronsDownUp /> : <ChevronsUpDown />}
        </IconButton>
      )}
      <Select
        label="Archived runs"
        labelHidden
        value={view.archived}
        options={ARCHIVED}
        onChange={(archived) => useRunsView.setState({ archived })}
      />
      <ColumnsMenu />
    </div>
  );
}
