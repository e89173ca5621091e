import { Gauge, SearchX } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { RunFacts } from '../../../contract/run-list.ts';
import { formatCount } from '../../../contract/units.ts';
import { titleAt } from '../../../core/analysis/run-list/run-title.ts';
import type { RunTable } from '../../../core/analysis/run-list/run-table.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { HOME } from '../../state/routes.ts';
import { navigate } from '../../state/navigation.ts';
import { refreshRunList, runListPhase, useRunList } from '../../state/run-list.ts';
import { deleteRuns } from '../run/run-actions.ts';
import { BaselineDialog } from '../run/targets/BaselineDialog.tsx';
import { cutText } from './cut-text.ts';
import { EditRunDialog } from './EditRunDialog.tsx';
import { runMenu } from './run-menu.tsx';
import { RunsLoading } from './RunsLoading.tsx';
import { RunsTable } from './RunsTable.tsx';
import { RunsToolbar } from './RunsToolbar.tsx';
import { useRunsView } from './runs-view.ts';
import { SelectionBar } from './SelectionBar.tsx';
import { TagDialog } from './TagDialog.tsx';
import { useRunsBoard, type RunsBoard } from './use-runs-board.ts';
import styles from './RunsPage.module.css';

export function RunsPage() {
  const list = useRunList();
  switch (runListPhase(list)) {
    case 'loading':
      return (
        <Frame detail="Loading">
          <RunsLoading />
        </Frame>
      );
    case 'failed':
      return (
        <Frame detail="">
          <ErrorState error={list.error} onRetry={refreshRunList} />
        </Frame>
      );
    case 'empty':
      return (
        <Frame detail="None yet">
          <EmptyState
            icon={<Gauge />}
            title="No runs yet"
            action={
              <Button kind="primary" onClick={() => navigate(HOME)}>
                Benchmark a model
              </Button>
            }
          >
            Every benchmark is kept here, with its samples, its configuration and the machine it ran on.
          </EmptyState>
        </Frame>
      );
    case 'full':
      return <RunsList table={list.table} reading={list.isComplete ? null : list.total} error={list.error} />;
  }
}

function Frame({ detail, children }: { readonly detail: string; readonly children: ReactNode }) {
  return (
    <div className={styles.page}>
      <PageHeader title="Runs" detail={detail} />
      {children}
    </div>
  );
}

interface RunsListProps {
  readonly table: RunTable;
  /** How many there will be once all are read; null: they are. */
  readonly reading: number | null;
  readonly error: unknown;
}

function RunsList({ table, reading, error }: RunsListProps) {
  const board = useRunsBoard(table);
  const [selection, setSelection] = useSelection(table);
  const [edited, setEdited] = useState<RunFacts | null>(null);
  const [baseline, setBaseline] = useState<RunFacts | null>(null);
  const [tagged, setTagged] = useState<readonly string[] | null>(null);

  const remove = (ids: readonly string[]): void => {
    const [only] = ids;
    const row = only === undefined || ids.length > 1 ? undefined : table.rowOf(only);
    const what =
      row === undefined ? `${formatCount(ids.length)} runs` : `“${cutText(titleAt(table.columns, row))}”`;
    void deleteRuns(ids, what).then((done) => {
      if (done) setSelection(new Set());
    });
  };
  const open = (run: RunFacts): void => navigate({ page: 'run', runId: run.id });
  const chosen = useMemo(() => [...selection], [selection]);

  return (
    <div className={styles.page}>
      <PageHeader title="Runs" detail={<CountLine board={board} reading={reading} />} />
      <RunsToolbar board={board} />
      {error !== null && <ErrorState error={error} inline onRetry={refreshRunList} />}
      {board.rows.length === 0 ? (
        <NothingFits board={board} />
      ) : (
        <RunsTable
          board={board}
          selection={selection}
          onSelectionChange={setSelection}
          onOpen={open}
          onEdit={setEdited}
          onDelete={remove}
          menuOf={(run) =>
            runMenu(run, {
              onOpen: open,
              onEdit: setEdited,
              onBaseline: setBaseline,
              onDelete: (each) => remove([each.id]),
            })
          }
        />
      )}
      {chosen.length > 0 && (
        <SelectionBar
          table={table}
          chosen={chosen}
          onTag={() => setTagged(chosen)}
          onClear={() => setSelection(new Set())}
          onDelete={() => remove(chosen)}
        />
      )}
      {edited !== null && <EditRunDialog run={edited} onClose={() => setEdited(null)} />}
      {baseline !== null && <BaselineDialog run={baseline} onClose={() => setBaseline(null)} />}
      {tagged !== null && <TagDialog table={table} ids={tagged} onClose={() => setTagged(null)} />}
    </div>
  );
}

type Selection = ReadonlySet<string>;

/** Runs that are gone are no longer selected. */
function useSelection(table: RunTable): readonly [Selection, (next: Selection) => void] {
  const [selection, setSelection] = useState<Selection>(new Set());
  const there = useMemo(() => {
    const gone = [...selection].filter((id) => table.rowOf(id) === undefined);
    if (gone.length === 0) return selection;
    const left = new Set(selection);
    for (const id of gone) left.delete(id);
    return left;
  }, [table, selection]);
  useEffect(() => setSelection(there), [there]);
  return [there, setSelection];
}

function CountLine({ board, reading }: { readonly board: RunsBoard; readonly reading: number | null }) {
  const { table, rows, view } = board;
  const archived = useMemo(() => {
    let count = 0;
    for (let row = 0; row < table.columns.rows; row += 1) if (table.isArchived(row)) count += 1;
    return count;
  }, [table]);
  const all = table.columns.rows;
  const inView = view.archived === 'shown' ? all : view.archived === 'only' ? archived : all - archived;
  const total = `${formatCount(inView)} ${inView === 1 ? 'run' : 'runs'}`;
  return (
    <span role="status">
      {view.filter.trim() === '' ? total : `${formatCount(rows.length)} of ${total}`}
      {view.archived === 'hidden' && archived > 0 && ` · ${formatCount(archived)} archived`}
      {reading !== null && ` · reading all ${formatCount(reading)}`}
    </span>
  );
}

function NothingFits({ board }: { readonly board: RunsBoard }) {
  const { view, archivedFits } = board;
  const typed = view.filter.trim();
  return (
    <EmptyState
      icon={<SearchX />}
      title={typed === '' ? 'No run in this view' : 'No run matches'}
      action={
        archivedFits > 0 ? (
          <Button onClick={() => useRunsView.setState({ archived: 'shown' })}>
            Show {formatCount(archivedFits)} archived
          </Button>
        ) : typed === '' ? (
          <Button onClick={() => useRunsView.setState({ archived: 'shown' })}>Show all runs</Button>
        ) : (
          <Button onClick={() => useRunsView.setState({ filter: '' })}>Clear the filter</Button>
        )
      }
    >
      {typed === '' ? (
        view.archived === 'only' ? (
          'Nothing is archived.'
        ) : (
          'All runs are archived.'
        )
      ) : (
        <>
          Nothing fits <bdi>“{cutText(typed)}”</bdi>. Words are looked for in names, models, tags, notes and
          commits; fields such as model:resnet, #tag, p50&lt;5ms or after:7d say where.
        </>
      )}
    </EmptyState>
  );
}
