import { ChevronRight } from 'lucide-react';
import { formatCount, formatDuration } from '../../../contract/units.ts';
import type { RunGroup } from '../../../core/analysis/run-list/group-runs.ts';
import { cutText } from './cut-text.ts';
import styles from './RunsTable.module.css';

export interface GroupRowProps {
  readonly group: RunGroup;
  readonly id: string;
  readonly rowIndex: number;
  readonly top: number;
  readonly columnCount: number;
  readonly active: boolean;
  readonly folded: boolean;
  readonly onFold: (key: string) => void;
  /** Takes its runs into the selection, or all of them out. */
  readonly onSelect: (group: RunGroup) => void;
}

export function GroupRow(props: GroupRowProps) {
  const { group, id, rowIndex, top, columnCount, active, folded, onFold, onSelect } = props;
  const runs = `${formatCount(group.rows.length)} ${group.rows.length === 1 ? 'run' : 'runs'}`;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-level={1}
      aria-expanded={!folded}
      className={styles.group}
      data-active={active ? '' : undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => {
        if (event.shiftKey || event.ctrlKey || event.metaKey) onSelect(group);
        else onFold(group.key);
      }}
      title="Ctrl with a click selects its runs"
    >
      <div role="gridcell" aria-colspan={columnCount} className={styles.groupCell}>
        <ChevronRight className={styles.chevron} data-open={folded ? undefined : ''} aria-hidden="true" />
        <bdi className={styles.groupName}>{cutText(group.title)}</bdi>
        <span className={styles.faint}>
          {group.detail !== '' && (
            <>
              <bdi>{cutText(group.detail)}</bdi> ·{' '}
            </>
          )}
          {runs}
          {group.bestMs !== null && ` · best p50 ${formatDuration(group.bestMs)}`}
        </span>
      </div>
    </div>
  );
}
