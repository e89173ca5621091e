import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { runColumn, type RunColumnId } from '../../../core/analysis/run-list/run-columns.ts';
import { COLUMN_LOOK } from './runs-columns.ts';
import { moveColumn } from './move-column.ts';
import type { RunsBoard } from './use-runs-board.ts';
import { useRunsView } from './runs-view.ts';
import styles from './RunsTable.module.css';

export interface TableHeadProps {
  readonly board: RunsBoard;
  readonly selection: ReadonlySet<string>;
  readonly onSelectionChange: (selection: ReadonlySet<string>) => void;
}

export function TableHead({ board, selection, onSelectionChange }: TableHeadProps) {
  const { table, rows, view, sortBy } = board;
  let chosen = 0;
  if (selection.size > 0) for (const row of rows) if (selection.has(table.idAt(row))) chosen += 1;
  const all = rows.length > 0 && chosen === rows.length;
  const toggleAll = (): void => {
    const next = new Set(selection);
    for (const row of rows) {
      if (all) next.delete(table.idAt(row));
      else next.add(table.idAt(row));
    }
    onSelectionChange(next);
  };
  return (
    <div role="row" aria-rowindex={1} className={styles.head}>
      <span role="columnheader" className={styles.check}>
        <AllBox some={chosen > 0 && !all} all={all} onToggle={toggleAll} />
      </span>
      {view.columns.map((id) => (
        <Head
          key={id}
          id={id}
          sorted={view.sort.column !== id ? null : view.sort.descending ? 'descending' : 'ascending'}
          onSort={() => sortBy(id)}
        />
      ))}
      <span role="columnheader">
        <span className="visually-hidden">Actions</span>
      </span>
    </div>
  );
}

interface AllBoxProps {
  readonly some: boolean;
  readonly all: boolean;
  readonly onToggle: () => void;
}

function AllBox({ some, all, onToggle }: AllBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = some;
  }, [some]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label="Every run shown"
      title="Takes every run that is shown into the selection (Ctrl A)"
      checked={all}
      onChange={onToggle}
    />
  );
}

interface HeadProps {
  readonly id: RunColumnId;
  readonly sorted: 'ascending' | 'descending' | null;
  readonly onSort: () => void;
}

/** A press sorts; Alt with an arrow, or a drag, moves the column. */
function Head({ id, sorted, onSort }: HeadProps) {
  const numeric = COLUMN_LOOK[id].numeric === true;
  const move = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    const { columns } = useRunsView.getState();
    const to = columns.indexOf(id) + (event.key === 'ArrowLeft' ? -1 : 1);
    useRunsView.setState({ columns: moveColumn(columns, id, to) });
  };
  return (
    <span
      role="columnheader"
      aria-sort={sorted ?? 'none'}
      className={styles.headCell}
      data-numeric={numeric ? '' : undefined}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, id);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(DRAGGED)) event.preventDefault();
      }}
      onDrop={(event) => {
        const dragged = event.dataTransfer.getData(DRAGGED);
        if (dragged === '') return;
        event.preventDefault();
        const { columns } = useRunsView.getState();
        useRunsView.setState({ columns: moveColumn(columns, dragged as RunColumnId, columns.indexOf(id)) });
      }}
    >
      <button type="button" className={styles.sort} onClick={onSort} onKeyDown={move}>
        {runColumn(id).title}
        {sorted === 'ascending' && <ArrowUp aria-hidden="true" />}
        {sorted === 'descending' && <ArrowDown aria-hidden="true" />}
      </button>
    </span>
  );
}

const DRAGGED = 'application/x-dyno-column';
