import { Ellipsis } from 'lucide-react';
import { memo, useState, type MouseEvent } from 'react';
import type { Run } from '../../../contract/run.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, type MenuItem } from '../../components/Menu.tsx';
import { RunCell } from './RunCell.tsx';
import type { ColumnId } from './runs-columns.ts';
import { COLUMN_LOOK } from './runs-columns.ts';
import { runTitle } from './run-title.ts';
import styles from './RunsTable.module.css';

export interface RunRowProps {
  readonly run: Run;
  readonly id: string;
  /** Counted from 1, the heading row included. */
  readonly rowIndex: number;
  readonly top: number;
  readonly columns: readonly ColumnId[];
  readonly selected: boolean;
  readonly active: boolean;
  /** Under a heading. */
  readonly grouped: boolean;
  readonly onActivate: (run: Run) => void;
  readonly onOpen: (run: Run) => void;
  readonly onToggle: (run: Run, extend: boolean) => void;
  readonly menuOf: (run: Run) => readonly MenuItem[];
}

export const RunRow = memo(function RunRow({
  run,
  id,
  rowIndex,
  top,
  columns,
  selected,
  active,
  grouped,
  onActivate,
  onOpen,
  onToggle,
  menuOf,
}: RunRowProps) {
  // A menu for each row in sight would cost more than the row.
  const [hovered, setHovered] = useState(false);
  const click = (event: MouseEvent): void => {
    if ((event.target as Element).closest('a, button, input, [role="menu"]') !== null) return;
    onActivate(run);
    if (event.shiftKey || event.ctrlKey || event.metaKey) onToggle(run, event.shiftKey);
  };
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={selected}
      aria-level={grouped ? 2 : undefined}
      className={styles.row}
      data-active={active ? '' : undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={click}
      onDoubleClick={() => onOpen(run)}
      onPointerEnter={() => setHovered(true)}
    >
      <div role="gridcell" className={styles.check}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select ${runTitle(run)}`}
          checked={selected}
          onClick={(event) => onToggle(run, event.shiftKey)}
          onChange={() => undefined}
        />
      </div>
      {columns.map((column, index) => (
        <div
          key={column}
          role="gridcell"
          aria-colindex={index + 2}
          className={styles.cell}
          data-numeric={COLUMN_LOOK[column].numeric === true ? '' : undefined}
        >
          <RunCell run={run} column={column} />
        </div>
      ))}
      <div role="gridcell" className={styles.more}>
        {(hovered || active) && (
          <Menu
            trigger={
              <IconButton label={`Actions for ${runTitle(run)}`} tabIndex={-1}>
                <Ellipsis />
              </IconButton>
            }
            items={menuOf(run)}
          />
        )}
      </div>
    </div>
  );
});
