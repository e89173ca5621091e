import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { COLUMNS, type ColumnId } from './operator-columns.ts';
import { OperatorLine } from './OperatorLine.tsx';
import type { OperatorRow } from './operator-rows.ts';
import { sortOperators, useOperatorsView } from './operators-view.ts';
import styles from './OperatorTable.module.css';

const ROW_HEIGHT = 28;

export interface OperatorTableProps {
  readonly rows: readonly OperatorRow[];
  readonly columns: readonly ColumnId[];
  readonly selected: number | null;
  readonly onSelect: (place: number) => void;
  readonly onFold: (key: string) => void;
}

/** One tab stop: arrows move, Enter selects an operator or unfolds a group, left and right fold. */
export function OperatorTable({ rows, columns, selected, onSelect, onFold }: OperatorTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const idBase = useId();
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const active = Math.max(
    0,
    rows.findIndex(({ key }) => key === (activeKey ?? `operator ${selected}`)),
  );
  const scale = useMemo(() => rows.reduce((most, { sum }) => Math.max(most, sum.share), 0), [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    scrollPaddingStart: 32,
  });

  // Whoever comes from the graph or the flame chart finds the row in sight; a click on it moves nothing.
  const place = rows.findIndex((row) => row.place !== null && row.place === selected);
  const latest = useRef({ place, virtualizer });
  useEffect(() => {
    latest.current = { place, virtualizer };
  });
  useEffect(() => {
    if (selected !== null && latest.current.place >= 0) {
      latest.current.virtualizer.scrollToIndex(latest.current.place, { align: 'auto' });
    }
  }, [selected]);

  const move = (index: number): void => {
    const next = Math.min(rows.length - 1, Math.max(0, index));
    const row = rows[next];
    if (row === undefined) return;
    setActiveKey(row.key);
    virtualizer.scrollToIndex(next);
  };
  const choose = (row: OperatorRow): void => {
    setActiveKey(row.key);
    if (row.place !== null) onSelect(row.place);
    else onFold(row.key);
  };
  // The lines are memoized; what they call has to stay the same function.
  const chosen = useRef(choose);
  useEffect(() => {
    chosen.current = choose;
  });
  const [stableChoose] = useState(() => (row: OperatorRow) => chosen.current(row));
  const press = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const act = keyAction(event.key, rows, active, { page, move, choose, onFold });
    if (act === null) return;
    event.preventDefault();
    act();
  };

  const shown = virtualizer.getVirtualItems();
  const rowId = (index: number): string => `${idBase}-${rows[index]?.key ?? index}`.replaceAll(/\s/g, '-');
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="treegrid"
      aria-label="Operators"
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={shown.some(({ index }) => index === active) ? rowId(active) : undefined}
      tabIndex={0}
      onKeyDown={press}
      onFocus={() => {
        if (activeKey === null) move(active);
      }}
    >
      <div
        className={styles.grid}
        style={{ ['--columns' as string]: columns.map((id) => COLUMNS[id].track).join(' ') }}
        role="presentation"
      >
        <div role="row" aria-rowindex={1} className={styles.head}>
          {columns.map((id) => (
            <Head key={id} id={id} />
          ))}
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <OperatorLine
                key={row.key}
                id={rowId(index)}
                row={row}
                rowIndex={index + 2}
                top={start}
                columns={columns}
                scale={scale}
                isActive={index === active && activeKey !== null}
                isSelected={row.place !== null && row.place === selected}
                onChoose={stableChoose}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Head({ id }: { readonly id: ColumnId }) {
  const { sortedBy, isDescending } = useOperatorsView();
  const { title, help, isText } = COLUMNS[id];
  const sorted = sortedBy === id;
  const Arrow = isDescending ? ArrowDown : ArrowUp;
  return (
    <span
      role="columnheader"
      aria-sort={!sorted ? 'none' : isDescending ? 'descending' : 'ascending'}
      className={styles.headCell}
      data-numeric={isText ? undefined : ''}
    >
      <button
        type="button"
        className={styles.sort}
        title={help === '' ? undefined : help}
        onClick={() => sortOperators(id, isText !== true)}
      >
        {title}
        {sorted && <Arrow aria-hidden="true" />}
      </button>
    </span>
  );
}

interface KeyContext {
  readonly page: number;
  readonly move: (index: number) => void;
  readonly choose: (row: OperatorRow) => void;
  readonly onFold: (key: string) => void;
}

function keyAction(
  key: string,
  rows: readonly OperatorRow[],
  active: number,
  { page, move, choose, onFold }: KeyContext,
): (() => void) | null {
  const row = rows[active];
  switch (key) {
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
      return () => move(rows.length - 1);
    case 'Enter':
    case ' ':
      return row === undefined ? null : () => choose(row);
    case 'ArrowRight':
      return row?.isOpen === false ? () => onFold(row.key) : null;
    case 'ArrowLeft': {
      if (row?.isOpen === true) return () => onFold(row.key);
      const parent = rows.findLastIndex((each, index) => index < active && each.depth < (row?.depth ?? 0));
      return parent < 0 ? null : () => move(parent);
    }
    default:
      return null;
  }
}
