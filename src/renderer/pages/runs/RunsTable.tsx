import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { RunFacts } from '../../../contract/run-list.ts';
import { versionWords, type RunGroup } from '../../../core/analysis/run-list/group-runs.ts';
import { factsAt } from '../../../core/analysis/run-list/pack-runs.ts';
import type { MenuItem } from '../../components/Menu.tsx';
import { GroupRow } from './GroupRow.tsx';
import { COLUMN_LOOK } from './runs-columns.ts';
import { RunRow } from './RunRow.tsx';
import { TableHead } from './TableHead.tsx';
import { keyAction } from './table-keys.ts';
import type { RunsBoard } from './use-runs-board.ts';
import { showRow, useRowWindow } from './use-row-window.ts';
import styles from './RunsTable.module.css';

const ROW_HEIGHT = 28;
const HEAD_HEIGHT = 32;

export interface RunsTableProps {
  readonly board: RunsBoard;
  /** In the order in which they were selected. */
  readonly selection: ReadonlySet<string>;
  readonly onSelectionChange: (selection: ReadonlySet<string>) => void;
  readonly onOpen: (run: RunFacts) => void;
  readonly onEdit: (run: RunFacts) => void;
  readonly onDelete: (ids: readonly string[]) => void;
  readonly menuOf: (run: RunFacts) => readonly MenuItem[];
}

/** One tab stop: arrows move, Space selects, Enter opens, F2 renames, Delete deletes. */
export function RunsTable(props: RunsTableProps) {
  const { board, selection, onSelectionChange, onOpen, onEdit, onDelete, menuOf } = props;
  const { table, listing, groups, rows, view, fold, isFolded } = board;
  const scroller = useRef<HTMLDivElement>(null);
  const idBase = useId();
  const [activeAt, setActiveAt] = useState<{ readonly index: number; readonly key: string } | null>(null);
  const anchor = useRef<string | null>(null);
  const grouped = view.grouping !== 'none';
  const shown = useRowWindow(scroller, listing.length, ROW_HEIGHT);

  const runIdAt = (index: number): string | null => {
    const row = listing.rows[index] ?? -1;
    return row < 0 ? null : table.idAt(row);
  };
  const groupAt = (index: number): RunGroup | null => groups[listing.groups[index] ?? -1] ?? null;
  const keyAt = (index: number): string => {
    const group = groupAt(index);
    const id = runIdAt(index);
    return group === null ? (id ?? '') : `${group.key} ${id ?? ''}`;
  };
  const indexOf = (key: string): number => {
    for (let index = 0; index < listing.length; index += 1) if (keyAt(index) === key) return index;
    return -1;
  };

  const held = activeAt !== null && keyAt(activeAt.index) === activeAt.key;
  const active = activeAt === null ? 0 : held ? activeAt.index : Math.max(0, indexOf(activeAt.key));
  const activate = (index: number): void => setActiveAt({ index, key: keyAt(index) });

  // Unpacked once for a set of columns: rows that stay in sight are the same objects, and are not drawn anew.
  const faces = useMemo(() => new Map<number, { run: RunFacts; version: string }>(), [table]);
  const faceOf = (row: number): { run: RunFacts; version: string } => {
    const known = faces.get(row);
    if (known !== undefined) return known;
    const wantsVersion = view.columns.includes('version');
    const face = {
      run: factsAt(table.columns, row),
      version: wantsVersion ? versionWords(table.columns, table.lines, row) : '',
    };
    faces.set(row, face);
    return face;
  };
  const columnsKey = view.columns.join();
  useMemo(() => faces.clear(), [faces, columnsKey]);

  const move = (index: number): void => {
    const next = Math.min(listing.length - 1, Math.max(0, index));
    if (next < 0) return;
    activate(next);
    showRow(scroller.current, next, ROW_HEIGHT, HEAD_HEIGHT);
  };

  const toggle = (index: number, extend: boolean): void => {
    const id = runIdAt(index);
    if (id === null) return;
    activate(index);
    const next = new Set(selection);
    const from = extend && anchor.current !== null ? indexOf(anchor.current) : -1;
    if (from >= 0) {
      const step = from <= index ? 1 : -1;
      for (let at = from; at !== index + step; at += step) {
        const each = runIdAt(at);
        if (each !== null) next.add(each);
      }
    } else {
      anchor.current = keyAt(index);
      if (!next.delete(id)) next.add(id);
    }
    onSelectionChange(next);
  };

  const selectGroup = (group: RunGroup): void => {
    const ids = Array.from(group.rows, (row) => table.idAt(row));
    const next = new Set(selection);
    if (ids.every((id) => next.has(id))) ids.forEach((id) => next.delete(id));
    else ids.forEach((id) => next.add(id));
    onSelectionChange(next);
  };

  const selectAll = (): void => {
    const next = new Set(selection);
    for (const row of rows) next.add(table.idAt(row));
    onSelectionChange(next);
  };

  // The rows are memoized; what they call has to stay the same function.
  const latest = useRef({ toggle, onOpen, menuOf, activate });
  useEffect(() => {
    latest.current = { toggle, onOpen, menuOf, activate };
  });
  const [stable] = useState(() => ({
    toggle: (index: number, extend: boolean) => latest.current.toggle(index, extend),
    open: (run: RunFacts) => latest.current.onOpen(run),
    menuOf: (run: RunFacts) => latest.current.menuOf(run),
    activate: (index: number) => latest.current.activate(index),
  }));

  const press = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const row = listing.rows[active] ?? -1;
    const group = row < 0 ? groupAt(active) : null;
    const act = keyAction(event, {
      run: row < 0 ? null : faceOf(row).run,
      group: group === null ? null : { key: group.key, folded: isFolded(group.key) },
      page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2),
      active,
      last: listing.length - 1,
      selection,
      move,
      toggle,
      selectAll,
      clear: () => onSelectionChange(new Set()),
      fold,
      onOpen,
      onEdit,
      onDelete,
    });
    if (act === null) return;
    event.preventDefault();
    act();
  };

  const rowId = (index: number): string => `${idBase}-${index}`;
  const isInSight = active >= shown.first && active < shown.end;
  const lines = Array.from({ length: shown.end - shown.first }, (_, offset) => shown.first + offset);
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role={grouped ? 'treegrid' : 'grid'}
      aria-label="Runs"
      aria-multiselectable="true"
      aria-rowcount={listing.length + 1}
      aria-colcount={view.columns.length + 2}
      aria-activedescendant={isInSight && listing.length > 0 ? rowId(active) : undefined}
      tabIndex={0}
      onKeyDown={press}
      onFocus={(event) => {
        if (activeAt === null && event.target === event.currentTarget) move(0);
      }}
    >
      <div
        className={styles.grid}
        style={{ ['--columns' as string]: view.columns.map((id) => COLUMN_LOOK[id].track).join(' ') }}
        role="presentation"
      >
        <TableHead board={board} selection={selection} onSelectionChange={onSelectionChange} />
        <div role="rowgroup" className={styles.body} style={{ height: listing.length * ROW_HEIGHT }}>
          {lines.map((index) => {
            const row = listing.rows[index] as number;
            const isActive = index === active && activeAt !== null;
            const top = index * ROW_HEIGHT;
            if (row < 0) {
              const group = groupAt(index);
              return group === null ? null : (
                <GroupRow
                  key={group.key}
                  id={rowId(index)}
                  rowIndex={index + 2}
                  top={top}
                  active={isActive}
                  group={group}
                  folded={isFolded(group.key)}
                  columnCount={view.columns.length + 2}
                  onFold={fold}
                  onSelect={selectGroup}
                />
              );
            }
            const { run, version } = faceOf(row);
            return (
              <RunRow
                key={keyAt(index)}
                id={rowId(index)}
                index={index}
                top={top}
                active={isActive}
                run={run}
                version={version}
                columns={view.columns}
                grouped={grouped}
                selected={selection.has(run.id)}
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
