import { Archive, ArchiveRestore, GitCompareArrows, Pin, PinOff, Tags, Trash2 } from 'lucide-react';
import { formatCount } from '../../../contract/units.ts';
import { MOST_COMPARED } from '../../../contract/side-by-side.ts';
import { titleAt } from '../../../core/analysis/run-list/run-title.ts';
import type { RunTable } from '../../../core/analysis/run-list/run-table.ts';
import { Button } from '../../components/Button.tsx';
import { navigate } from '../../state/navigation.ts';
import { cutText } from './cut-text.ts';
import { compareRoute } from './compare-route.ts';
import { editRuns } from './run-edits.ts';
import styles from './RunsPage.module.css';

export interface SelectionBarProps {
  readonly table: RunTable;
  /** In the order in which they were selected: the first is the reference. */
  readonly chosen: readonly string[];
  readonly onTag: () => void;
  readonly onClear: () => void;
  readonly onDelete: () => void;
}

export function SelectionBar({ table, chosen, onTag, onClear, onDelete }: SelectionBarProps) {
  const { columns } = table;
  const rows = chosen.map((id) => table.rowOf(id) as number);
  const allArchived = rows.every((row) => table.isArchived(row));
  const allPinned = rows.every((row) => !Number.isNaN(columns.pinnedAt[row]));
  const comparable = chosen.length >= 2 && chosen.length <= MOST_COMPARED;
  const [reference] = rows;
  return (
    <div className={styles.selection} role="region" aria-label="Selected runs">
      <span className={styles.selectionCount}>{formatCount(chosen.length)} selected</span>
      <span className={styles.selectionHint}>
        {comparable && reference !== undefined ? (
          <>
            Against <bdi>{cutText(titleAt(columns, reference))}</bdi>
          </>
        ) : chosen.length < 2 ? (
          'Select one more to compare'
        ) : (
          `Up to ${MOST_COMPARED} can be compared`
        )}
      </span>
      <Button
        kind="primary"
        icon={<GitCompareArrows />}
        disabled={!comparable}
        onClick={() => navigate(compareRoute(chosen))}
      >
        Compare
      </Button>
      <Button icon={<Tags />} onClick={onTag}>
        Tags…
      </Button>
      <Button
        icon={allArchived ? <ArchiveRestore /> : <Archive />}
        onClick={() =>
          void editRuns(chosen, { archived: !allArchived }).then((done) => (done ? onClear() : null))
        }
      >
        {allArchived ? 'Unarchive' : 'Archive'}
      </Button>
      <Button
        icon={allPinned ? <PinOff /> : <Pin />}
        onClick={() => void editRuns(chosen, { pinned: !allPinned })}
      >
        {allPinned ? 'Unpin' : 'Pin'}
      </Button>
      <Button kind="danger" icon={<Trash2 />} onClick={onDelete}>
        Delete
      </Button>
      <Button kind="quiet" onClick={onClear}>
        Clear selection
      </Button>
    </div>
  );
}
