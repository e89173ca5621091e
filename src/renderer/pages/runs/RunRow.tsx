import { Ellipsis } from 'lucide-react';
import { memo, useState, type MouseEvent } from 'react';
import type { RunFacts } from '../../../contract/run-list.ts';
import type { RunColumnId } from '../../../core/analysis/run-list/run-columns.ts';
import { titleOf } from '../../../core/analysis/run-list/run-title.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu, type MenuItem } from '../../components/Menu.tsx';
import { cutText } from './cut-text.ts';
import { RunCell } from './RunCell.tsx';
import { COLUMN_LOOK } from './runs-columns.ts';
import styles from './RunsTable.module.css';

export interface RunRowProps {
  readonly run: RunFacts;
  readonly version: string;
  /** Its line of the table: a run with several tags has several. */
  readonly index: number;
  readonly id: string;
  readonly top: number;
  readonly columns: readonly RunColumnId[];
  readonly selected: boolean;
  readonly active: boolean;
  /** Under a heading. */
  readonly grouped: boolean;
  readonly onActivate: (index: number) => void;
  readonly onOpen: (run: RunFacts) => void;
  readonly onToggle: (index: number, extend: boolean) => void;
  readonly menuOf: (run: RunFacts) => readonly MenuItem[];
}

export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { run, version, index, id, top, columns, selected, active, grouped } = props;
  const { onActivate, onOpen, onToggle, menuOf } = props;
  // A menu for each row in sight would cost more than the row.
  const [hovered, setHovered] = useState(false);
  const title = cutText(titleOf(run));
  const click = (event: MouseEvent): void => {
    if ((event.target as Element).closest('a, button, input, [role="menu"]') !== null) return;
    onActivate(index);
    if (event.shiftKey || event.ctrlKey || event.metaKey) onToggle(index, event.shiftKey);
  };
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-level={grouped ? 2 : undefined}
      className={styles.row}
      data-active={active ? '' : undefined}
      data-archived={run.archivedAt === null ? undefined : ''}
      style={{ transform: `translateY(${top}px)` }}
      onClick={click}
      onDoubleClick={() => onOpen(run)}
      onPointerEnter={() => setHovered(true)}
    >
      <div role="gridcell" className={styles.check}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select ${title}`}
          checked={selected}
          onClick={(event) => onToggle(index, event.shiftKey)}
          onChange={() => undefined}
        />
      </div>
      {columns.map((column, place) => (
        <div
          key={column}
          role="gridcell"
          aria-colindex={place + 2}
          className={styles.cell}
          data-numeric={COLUMN_LOOK[column].numeric === true ? '' : undefined}
        >
          <RunCell run={run} column={column} version={version} />
        </div>
      ))}
      <div role="gridcell" className={styles.more}>
        {(hovered || active) && (
          <Menu
            trigger={
              <IconButton label={`Actions for ${title}`} tabIndex={-1}>
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
