import { ChevronRight } from 'lucide-react';
import { formatCount, formatDuration } from '../../../contract/units.ts';
import type { RunGroup } from './runs-groups.ts';
import styles from './RunsTable.module.css';

export interface GroupRowProps {
  readonly group: RunGroup;
  readonly id: string;
  readonly rowIndex: number;
  readonly top: number;
  readonly columnCount: number;
  readonly active: boolean;
  readonly onFold: (key: string) => void;
}

export function GroupRow({ group, id, rowIndex, top, columnCount, active, onFold }: GroupRowProps) {
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-level={1}
      aria-expanded={!group.folded}
      className={styles.group}
      data-active={active ? '' : undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onFold(group.key)}
    >
      <div role="gridcell" aria-colspan={columnCount} className={styles.groupCell}>
        <ChevronRight
          className={styles.chevron}
          data-open={group.folded ? undefined : ''}
          aria-hidden="true"
        />
        <span className={styles.groupName}>{group.name}</span>
        <span className={styles.faint}>
          {formatCount(group.count)} {group.count === 1 ? 'run' : 'runs'}
          {group.best !== null && ` · best p50 ${formatDuration(group.best)}`}
        </span>
      </div>
    </div>
  );
}
