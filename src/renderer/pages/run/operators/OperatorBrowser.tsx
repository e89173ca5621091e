import { Columns3, Download, Search } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import type { RunProfile } from '../../../../contract/profile.ts';
import { formatCount } from '../../../../contract/units.ts';
import type { CeilingsOfRun } from '../../../../core/analysis/operators/attained.ts';
import type { OperatorGrouping } from '../../../../core/analysis/operators/group-operators.ts';
import { tableToCsv } from '../../../../core/charts/csv.ts';
import { Button } from '../../../components/Button.tsx';
import { Menu } from '../../../components/Menu.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { copyText } from '../../../state/clipboard.ts';
import { saveText } from '../../../state/download.ts';
import { Choice } from '../../../components/Choice.tsx';
import { byColumn, COLUMN_IDS, COLUMNS, GPU_COLUMNS } from './operator-columns.ts';
import { OperatorDetail } from './OperatorDetail.tsx';
import { operatorTable, operatorMarkdown } from './operator-export.ts';
import { OperatorRows } from './operator-rows.ts';
import { OperatorTable } from './OperatorTable.tsx';
import { useOperatorsView } from './operators-view.ts';
import styles from './OperatorBrowser.module.css';

const GROUPINGS: readonly { readonly value: OperatorGrouping; readonly label: string }[] = [
  { value: 'node', label: 'Node' },
  { value: 'type', label: 'Type' },
  { value: 'module', label: 'Module' },
  { value: 'provider', label: 'Provider' },
];
const NONE: ReadonlySet<string> = new Set();

export interface OperatorBrowserProps {
  readonly profile: RunProfile;
  readonly ceilings: CeilingsOfRun;
  /** Place in RunProfile.operators. */
  readonly selected: number | null;
  readonly onSelect: (place: number | null) => void;
  /** Before the file name of an export. */
  readonly exportName: string;
}

/** Every operator in a table that folds by type, module or provider; the selected one in full beside it. */
export function OperatorBrowser({ profile, ceilings, selected, onSelect, exportName }: OperatorBrowserProps) {
  const { grouping, columns, sortedBy, isDescending } = useOperatorsView();
  const [typed, setTyped] = useState('');
  const filter = useDeferredValue(typed);
  const [opened, setOpened] = useState<ReadonlySet<string>>(NONE);
  const rowsOf = useMemo(() => new OperatorRows(profile.operators, ceilings), [profile, ceilings]);
  const rows = useMemo(
    () => rowsOf.visible({ grouping, typed: filter, opened, order: byColumn(sortedBy, isDescending) }),
    [rowsOf, grouping, filter, opened, sortedBy, isDescending],
  );
  const offered = useMemo(() => {
    const hasGpu = profile.operators.some(({ gpu }) => gpu !== null);
    return COLUMN_IDS.filter((id) => hasGpu || !GPU_COLUMNS.has(id));
  }, [profile]);
  const shown = useMemo(
    // By type the name says it already.
    () =>
      offered.filter(
        (id) => id === 'name' || (columns.includes(id) && !(id === 'op' && grouping === 'type')),
      ),
    [offered, columns, grouping],
  );
  const fold = (key: string): void =>
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const detail = selected === null ? null : rowsOf.of(selected);
  const csv = (): string => tableToCsv(operatorTable(rows, shown));
  return (
    <Panel
      flush
      title={`Operators (${formatCount(profile.operators.length)})`}
      actions={
        <div className={styles.tools}>
          <Choice
            label="Group by"
            value={grouping}
            options={GROUPINGS}
            onChange={(next) => useOperatorsView.setState({ grouping: next })}
          />
          <div className={styles.filter}>
            <TextField
              type="search"
              label="Filter operators"
              labelHidden
              placeholder="Filter by name, type, module…"
              icon={<Search />}
              value={typed}
              onChange={setTyped}
            />
          </div>
          <Menu
            trigger={<Button icon={<Columns3 />}>Columns</Button>}
            items={offered
              .filter((id) => id !== 'name')
              .map((id) => ({
                label: COLUMNS[id].title,
                checked: columns.includes(id),
                keepOpen: true,
                onSelect: () =>
                  useOperatorsView.setState({
                    columns: columns.includes(id) ? columns.filter((each) => each !== id) : [...columns, id],
                  }),
              }))}
          />
          <Menu
            trigger={<Button icon={<Download />}>Export</Button>}
            items={[
              {
                label: 'Copy as Markdown',
                onSelect: () => copyText(operatorMarkdown(rows, shown), 'Table copied'),
              },
              { label: 'Copy as CSV', onSelect: () => copyText(csv(), 'Table copied') },
              {
                label: 'Save as CSV',
                onSelect: () =>
                  void saveText({
                    fileName: `${exportName}-operators.csv`,
                    mediaType: 'text/csv',
                    text: csv(),
                  }),
              },
            ]}
          />
        </div>
      }
    >
      <div className={styles.split}>
        {rows.length === 0 ? (
          <p className={styles.none} role="status">
            {typed === '' ? 'No operator was recorded.' : `No operator holds “${typed}”.`}
          </p>
        ) : (
          <OperatorTable rows={rows} columns={shown} selected={selected} onSelect={onSelect} onFold={fold} />
        )}
        {detail !== null && <OperatorDetail profile={profile} row={detail} onClose={() => onSelect(null)} />}
      </div>
    </Panel>
  );
}
