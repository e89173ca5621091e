import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { Run } from '../../../contract/run.ts';
import type { MenuItem } from '../../components/Menu.tsx';
import { GroupRow } from './GroupRow.tsx';
import { COLUMN_LOOK, type ColumnId, type RunRow as Row } from './runs-columns.ts';
import type { RunListItem } from './runs-groups.ts';
import { RunRow } from './RunRow.tsx';
import styles from './RunsTable.module.css';

const ROW_HEIGHT = 28;

export interface HeadColumn {
  readonly id: ColumnId;
  readonly title: string;
  readonly sorted: false | 'asc' | 'desc';
  readonly onSort: (event: unknown) => void;
}

export interface RunsTableProps {
  readonly items: readonly RunListItem<Row>[];
  readonly head: readonly HeadColumn[];
  readonly grouped: boolean;
  readonly selection: Readonly<Record<string, boolean>>;
  readonly onSelectionChange: (selection: Readonly<Record<string, boolean>>) => void;
  readonly onOpen: (run: Run) => void;
  readonly onEdit: (run: Run) => void;
  readonly onDelete: (runs: readonly Run[]) => void;
  readonly onFold: (key: string) => void;
  readonly menuOf: (run: Run) => readonly MenuItem[];
}

/** One tab stop: arrows move, Space selects, Enter opens, F2 renames, Delete deletes. */
export function RunsTable(props: RunsTableProps) {
  const { items, head, grouped, selection, onSelectionChange, onOpen, onFold, menuOf } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const idBase = useId();
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const anchor = useRef<string | null>(null);
  const active = Math.max(
    0,
    items.findIndex((item) => keyOf(item) === activeKey),
  );

  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => keyOf(items[index] as RunListItem<Row>),
    overscan: 8,
    scrollPaddingStart: 32,
  });

  const columns = head.map(({ id }) => id);
  const columnsKey = columns.join();
  const stableColumns = useRef(columns);
  if (stableColumns.current.join() !== columnsKey) stableColumns.current = columns;

  const move = (index: number): void => {
    const next = Math.min(items.length - 1, Math.max(0, index));
    const item = items[next];
    if (item === undefined) return;
    setActiveKey(keyOf(item));
    virtualizer.scrollToIndex(next);
  };

  const toggle = (run: Run, extend: boolean): void => {
    const from = items.findIndex((item) => keyOf(item) === anchor.current);
    const to = items.findIndex((item) => keyOf(item) === run.id);
    setActiveKey(run.id);
    if (extend && from >= 0 && to >= 0) {
      const range = items.slice(Math.min(from, to), Math.max(from, to) + 1);
      const added = range.flatMap((item) =>
        item.kind === 'run' ? [[item.row.original.id, true] as const] : [],
      );
      onSelectionChange({ ...selection, ...Object.fromEntries(added) });
      return;
    }
    anchor.current = run.id;
    const { [run.id]: was, ...rest } = selection;
    onSelectionChange(was === true ? rest : { ...rest, [run.id]: true });
  };

  // The rows are memoized; what they call has to stay the same function.
  const latest = useRef({ toggle, onOpen, menuOf });
  useEffect(() => {
    latest.current = { toggle, onOpen, menuOf };
  });
  const [stable] = useState(() => ({
    toggle: (run: Run, extend: boolean) => latest.current.toggle(run, extend),
    open: (run: Run) => latest.current.onOpen(run),
    menuOf: (run: Run) => latest.current.menuOf(run),
    activate: (run: Run) => setActiveKey(run.id),
  }));

  const press = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const item = items[active];
    const act = keyAction(event, {
      item,
      page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2),
      active,
      last: items.length - 1,
      move,
      toggle,
      props,
      runs: items.flatMap((each) => (each.kind === 'run' ? [each.row.original] : [])),
    });
    if (act === null) return;
    event.preventDefault();
    act();
  };

  const shown = virtualizer.getVirtualItems();
  const rowId = (index: number): string => `${idBase}-${keyOf(items[index] as RunListItem<Row>)}`;
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role={grouped ? 'treegrid' : 'grid'}
      aria-label="Runs"
      aria-multiselectable="true"
      aria-rowcount={items.length + 1}
      aria-colcount={head.length + 2}
      aria-activedescendant={shown.some(({ index }) => index === active) ? rowId(active) : undefined}
      tabIndex={0}
      onKeyDown={press}
      onFocus={() => {
        if (activeKey === null) move(0);
      }}
    >
      <div
        className={styles.grid}
        style={{ ['--columns' as string]: columns.map((id) => COLUMN_LOOK[id].track).join(' ') }}
        role="presentation"
      >
        <div role="row" aria-rowindex={1} className={styles.head}>
          <span role="columnheader" className={styles.headCell}>
            <span className="visually-hidden">Selected</span>
          </span>
          {head.map((column) => (
            <Head key={column.id} {...column} />
          ))}
          <span role="columnheader">
            <span className="visually-hidden">Actions</span>
          </span>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const item = items[index];
            if (item === undefined) return null;
            const common = {
              id: rowId(index),
              rowIndex: index + 2,
              top: start,
              active: index === active && activeKey !== null,
            };
            return item.kind === 'group' ? (
              <GroupRow
                key={item.key}
                {...common}
                group={item}
                columnCount={head.length + 2}
                onFold={onFold}
              />
            ) : (
              <RunRow
                key={item.row.id}
                {...common}
                run={item.row.original}
                columns={stableColumns.current}
                grouped={grouped}
                selected={selection[item.row.id] === true}
                onActivate={stable.activate}
                onOpen={stable.open}
                onToggle={stable.toggle}
                menuOf={stable.menuOf}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Head({ id, title, sorted, onSort }: HeadColumn) {
  const numeric = COLUMN_LOOK[id].numeric === true;
  return (
    <span
      role="columnheader"
      aria-sort={sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending'}
      className={styles.headCell}
      data-numeric={numeric ? '' : undefined}
    >
      <button type="button" className={styles.sort} onClick={onSort}>
        {title}
        {sorted === 'asc' && <ArrowUp aria-hidden="true" />}
        {sorted === 'desc' && <ArrowDown aria-hidden="true" />}
      </button>
    </span>
  );
}

interface KeyContext {
  readonly item: RunListItem<Row> | undefined;
  readonly page: number;
  readonly active: number;
  readonly last: number;
  readonly move: (index: number) => void;
  readonly toggle: (run: Run, extend: boolean) => void;
  readonly props: RunsTableProps;
  readonly runs: readonly Run[];
}

function keyAction(event: KeyboardEvent, context: KeyContext): (() => void) | null {
  const { item, page, active, last, move, toggle, props, runs } = context;
  const run = item?.kind === 'run' ? item.row.original : null;
  const group = item?.kind === 'group' ? item : null;
  if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
    return () => props.onSelectionChange(Object.fromEntries(runs.map(({ id }) => [id, true])));
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  switch (event.key) {
    case 'ArrowDown':
      return () => move(active + 1);
    case 'ArrowUp':
      return () => move(active - 1);
    case 'PageDown':
      return () => move(active + page);
    case 'PageUp':
      return () => move(active - page);
    case 'Home':
      return () => move(0);
    case 'End':
      return () => move(last);
    case ' ':
      if (group !== null) return () => props.onFold(group.key);
      return run === null ? null : () => toggle(run, event.shiftKey);
    case 'Enter':
      if (group !== null) return () => props.onFold(group.key);
      return run === null ? null : () => props.onOpen(run);
    case 'ArrowLeft':
      return group !== null && !group.folded ? () => props.onFold(group.key) : null;
    case 'ArrowRight':
      return group !== null && group.folded ? () => props.onFold(group.key) : null;
    case 'F2':
      return run === null ? null : () => props.onEdit(run);
    case 'Delete':
    case 'Backspace': {
      const chosen = runs.filter(({ id }) => props.selection[id] === true);
      const doomed = chosen.length > 0 ? chosen : run === null ? [] : [run];
      return doomed.length === 0 ? null : () => props.onDelete(doomed);
    }
    case 'Escape':
      return Object.keys(props.selection).length === 0 ? null : () => props.onSelectionChange({});
    default:
      return null;
  }
}

function keyOf(item: RunListItem<Row>): string {
  return item.kind === 'run' ? item.row.original.id : `model-${item.key}`;
}
