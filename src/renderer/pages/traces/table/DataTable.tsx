import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { formatCount } from '../../../../contract/units.ts';
import { groupValue } from './arrange.ts';
import type { DataColumn, DataRow, FootRow, Sorting } from './columns.ts';
import { cellText } from './table-text.ts';
import styles from './DataTable.module.css';

const ROW_HEIGHT = 28;
/** A name may be as long as a book; its whole is in the tooltip, up to this. */
const LONGEST = 2000;

export interface DataTableProps<Item> {
  readonly label: string;
  readonly rows: readonly DataRow<Item>[];
  readonly columns: readonly DataColumn<Item>[];
  readonly sorting: Sorting;
  readonly onSort: (column: DataColumn<Item>) => void;
  readonly onFold: (label: string) => void;
  /** Leads to where the item is to be seen. */
  readonly onOpen?: (item: Item) => void;
  /** Marked, and brought into sight. */
  readonly selected?: Item | null;
  /** Always in sight. */
  readonly foot?: readonly FootRow[];
}

/** Any number of rows, of which only those in sight are there. */
export function DataTable<Item>({
  label,
  rows,
  columns,
  sorting,
  onSort,
  onFold,
  onOpen,
  selected = null,
  foot = [],
}: DataTableProps<Item>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
  });
  const chosen = rows.findIndex((row) => row.kind === 'item' && row.item === selected);
  useEffect(() => {
    if (chosen >= 0) virtualizer.scrollToIndex(chosen, { align: 'auto' });
  }, [virtualizer, chosen]);
  const tracks = columns.map(({ width, kind }) => width ?? (kind === 'text' ? 'minmax(160px, 1fr)' : '96px'));
  const most = new Map(columns.map((column) => [column.id, largest(column, rows)]));
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1 + foot.length}
      tabIndex={0}
    >
      <div className={styles.grid} role="presentation" style={{ ['--columns' as string]: tracks.join(' ') }}>
        <div role="row" aria-rowindex={1} className={styles.head}>
          {columns.map((column) => (
            <Head key={column.id} column={column} sorting={sorting} onSort={() => onSort(column)} />
          ))}
        </div>
        <div
          role="rowgroup"
          className={styles.body}
          style={{ height: Math.min(virtualizer.getTotalSize(), 16_000_000) }}
        >
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <div
                key={row.key}
                role="row"
                aria-rowindex={index + 2}
                className={styles.row}
                style={{ transform: `translateY(${start}px)` }}
                data-group={row.kind === 'group' ? '' : undefined}
                data-selected={index === chosen ? '' : undefined}
                aria-current={index === chosen ? true : undefined}
              >
                {columns.map((column, place) => (
                  <Cell
                    key={column.id}
                    column={column}
                    row={row}
                    isFirst={place === 0}
                    most={most.get(column.id) ?? 0}
                    onFold={onFold}
                    {...(onOpen === undefined ? {} : { onOpen })}
                  />
                ))}
              </div>
            );
          })}
        </div>
        {foot.length > 0 && (
          <div role="rowgroup" className={styles.foot}>
            {foot.map(({ key, label, cells }, place) => (
              <div key={key} role="row" aria-rowindex={rows.length + 2 + place} className={styles.footRow}>
                {columns.map((column, at) => (
                  <span
                    key={column.id}
                    role={at === 0 ? 'rowheader' : 'cell'}
                    className={styles.cell}
                    data-numeric={column.kind === 'number' ? '' : undefined}
                  >
                    {at === 0 ? label : (cells[column.id] ?? '')}
                  </span>
                ))}
              </div>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

function largest<Item>(column: DataColumn<Item>, rows: readonly DataRow<Item>[]): number {
  if (column.kind === 'text' || column.isBar !== true) return 0;
  return rows.reduce((most, row) => {
    const value = row.kind === 'item' ? column.value(row.item) : groupValue(column, row.items);
    return Math.max(most, value ?? 0);
  }, 0);
}

interface HeadProps<Item> {
  readonly column: DataColumn<Item>;
  readonly sorting: Sorting;
  readonly onSort: () => void;
}

function Head<Item>({ column, sorting, onSort }: HeadProps<Item>) {
  const isSorted = sorting.column === column.id;
  const Arrow = sorting.isDescending ? ArrowDown : ArrowUp;
  return (
    <span
      role="columnheader"
      className={styles.headCell}
      data-numeric={column.kind === 'number' ? '' : undefined}
      aria-sort={!isSorted ? 'none' : sorting.isDescending ? 'descending' : 'ascending'}
    >
      <button type="button" className={styles.sort} title={column.help} onClick={onSort}>
        {column.title}
        {isSorted && <Arrow aria-hidden="true" />}
      </button>
    </span>
  );
}

interface CellProps<Item> {
  readonly column: DataColumn<Item>;
  readonly row: DataRow<Item>;
  readonly isFirst: boolean;
  readonly most: number;
  readonly onFold: (label: string) => void;
  readonly onOpen?: (item: Item) => void;
}

function Cell<Item>({ column, row, isFirst, most, onFold, onOpen }: CellProps<Item>) {
  const text = textOf(column, row, isFirst);
  const value =
    column.kind === 'text'
      ? null
      : row.kind === 'item'
        ? column.value(row.item)
        : groupValue(column, row.items);
  return (
    <span
      role={isFirst ? 'rowheader' : 'cell'}
      className={styles.cell}
      data-numeric={column.kind === 'number' ? '' : undefined}
      data-missing={text === '—' ? '' : undefined}
      data-inside={isFirst && row.kind === 'item' && row.isInside ? '' : undefined}
      title={column.kind === 'text' ? text.slice(0, LONGEST) : undefined}
    >
      {isFirst && row.kind === 'group' ? (
        <button
          type="button"
          className={styles.fold}
          aria-expanded={row.isOpen}
          onClick={() => onFold(row.label)}
        >
          <ChevronRight aria-hidden="true" />
          {text}
        </button>
      ) : isFirst && row.kind === 'item' && onOpen !== undefined ? (
        <button type="button" className={styles.open} onClick={() => onOpen(row.item)}>
          {text.slice(0, LONGEST)}
        </button>
      ) : row.kind === 'item' && column.render !== undefined ? (
        column.render(row.item)
      ) : column.kind === 'number' && column.isBar === true ? (
        <Bar text={text} share={most > 0 ? (value ?? 0) / most : 0} />
      ) : (
        text.slice(0, LONGEST)
      )}
    </span>
  );
}

function Bar({ text, share }: { readonly text: string; readonly share: number }) {
  return (
    <span className={styles.bar}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.fill} style={{ width: `${share * 100}%` }} />
      </span>
      {text}
    </span>
  );
}

function textOf<Item>(column: DataColumn<Item>, row: DataRow<Item>, isFirst: boolean): string {
  if (row.kind === 'item') return cellText(column, row.item);
  if (isFirst) return `${row.label === '' ? '—' : row.label} (${formatCount(row.items.length)})`;
  if (column.kind === 'text') return '';
  const sum = groupValue(column, row.items);
  return sum === null ? '' : column.format(sum);
}
