import { Download, Search } from 'lucide-react';
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { formatCount } from '../../../../contract/units.ts';
import { Button } from '../../../components/Button.tsx';
import { Choice } from '../../../components/Choice.tsx';
import { Menu } from '../../../components/Menu.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { copyText } from '../../../state/clipboard.ts';
import { saveText } from '../../../state/download.ts';
import { arrange } from './arrange.ts';
import type { DataColumn, DataRow, FootRow, Sorting } from './columns.ts';
import { DataTable } from './DataTable.tsx';
import { asCsv, asMarkdown } from './table-text.ts';
import styles from './TablePanel.module.css';

const UNGROUPED = 'each';

export interface TablePanelProps<Item> {
  readonly title: string;
  readonly items: readonly Item[];
  readonly columns: readonly DataColumn<Item>[];
  readonly sortedBy: string;
  /** Before the file name of an export. */
  readonly exportName: string;
  /** Why there is nothing. */
  readonly empty: string;
  readonly onOpen?: (item: Item) => void;
  readonly selected?: Item | null;
  /** Sums and such, of the items that the filter leaves. */
  readonly foot?: (shown: readonly Item[]) => readonly FootRow[];
  /** Before the filter. */
  readonly tools?: ReactNode;
  /** Above the table: what is to be known of it. */
  readonly children?: ReactNode;
}

/** A table that is filtered as one types, sorted and folded by its columns, and taken along as CSV or Markdown. */
export function TablePanel<Item>({
  title,
  items,
  columns,
  sortedBy,
  exportName,
  empty,
  onOpen,
  selected,
  foot,
  tools,
  children,
}: TablePanelProps<Item>) {
  const [typed, setTyped] = useState('');
  const filter = useDeferredValue(typed);
  const [sorting, setSorting] = useState<Sorting>({ column: sortedBy, isDescending: true });
  const [groupBy, setGroupBy] = useState<string>(UNGROUPED);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(
    () =>
      arrange(items, columns, { filter, sorting, groupBy: groupBy === UNGROUPED ? null : groupBy, opened }),
    [items, columns, filter, sorting, groupBy, opened],
  );
  const groupings = columns.filter((column) => column.kind === 'text' && column.canGroup === true);
  const fold = (label: string): void =>
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(label)) next.add(label);
      return next;
    });
  const sort = ({ id, kind }: DataColumn<Item>): void =>
    setSorting((before) => ({
      column: id,
      isDescending: before.column === id ? !before.isDescending : kind === 'number',
    }));
  return (
    <Panel
      flush
      title={`${title} (${formatCount(items.length)})`}
      actions={
        items.length === 0 && tools === undefined ? undefined : (
          <div className={styles.tools}>
            {tools}
            {groupings.length > 0 && (
              <Choice
                label="Group by"
                value={groupBy}
                options={[
                  { value: UNGROUPED, label: 'Each' },
                  ...groupings.map((column) => ({
                    value: column.id,
                    label: `By ${column.title.toLowerCase()}`,
                  })),
                ]}
                onChange={setGroupBy}
              />
            )}
            <div className={styles.filter}>
              <TextField
                type="search"
                label={`Filter ${title.toLowerCase()}`}
                labelHidden
                placeholder="Filter"
                icon={<Search />}
                value={typed}
                onChange={setTyped}
              />
            </div>
            <ExportMenu title={title} items={items} columns={columns} exportName={exportName} />
          </div>
        )
      }
    >
      {children !== undefined && <div className={styles.aside}>{children}</div>}
      {rows.length === 0 ? (
        <p className={styles.none} role="status">
          {items.length === 0 ? empty : `Nothing here holds “${typed}”.`}
        </p>
      ) : (
        <DataTable
          label={title}
          rows={rows}
          columns={columns}
          sorting={sorting}
          onSort={sort}
          onFold={fold}
          {...(selected === undefined ? {} : { selected })}
          {...(foot === undefined ? {} : { foot: foot(itemsIn(rows)) })}
          {...(onOpen === undefined ? {} : { onOpen })}
        />
      )}
    </Panel>
  );
}

function itemsIn<Item>(rows: readonly DataRow<Item>[]): readonly Item[] {
  return rows.flatMap((row) => (row.kind === 'group' ? row.items : row.isInside ? [] : [row.item]));
}

type ExportMenuProps<Item> = Pick<TablePanelProps<Item>, 'title' | 'items' | 'columns' | 'exportName'>;

function ExportMenu<Item>({ title, items, columns, exportName }: ExportMenuProps<Item>) {
  const fileName = `${exportName}-${title}`.toLowerCase().replaceAll(/[^\p{L}\p{N}.]+/gu, '-');
  const csv = (): string => asCsv(items, columns);
  return (
    <Menu
      trigger={<Button icon={<Download />}>Export</Button>}
      items={[
        { label: 'Copy as Markdown', onSelect: () => copyText(asMarkdown(items, columns), 'Table copied') },
        { label: 'Copy as CSV', onSelect: () => copyText(csv(), 'Table copied') },
        {
          label: 'Save as CSV',
          onSelect: () => void saveText({ fileName: `${fileName}.csv`, mediaType: 'text/csv', text: csv() }),
        },
      ]}
    />
  );
}
