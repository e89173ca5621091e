import { Gauge, SearchX } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Run } from '../../../contract/run.ts';
import { formatCount } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { HOME } from '../../state/routes.ts';
import { navigate } from '../../state/navigation.ts';
import { useRuns } from '../../state/queries.ts';
import { deleteRuns } from '../run/run-actions.ts';
import { EditRunDialog } from './EditRunDialog.tsx';
import { runMenu } from './run-menu.tsx';
import { RunsLoading } from './RunsLoading.tsx';
import { RunsTable } from './RunsTable.tsx';
import { RunsToolbar } from './RunsToolbar.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { useRunsTable } from './use-runs-table.ts';
import styles from './RunsPage.module.css';

export function RunsPage() {
  const { data, error, isPending, refetch } = useRuns();
  if (isPending)
    return (
      <Frame detail="Loading">
        <RunsLoading />
      </Frame>
    );
  if (error !== null && data === undefined) {
    return (
      <Frame detail="">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Frame>
    );
  }
  if (data === undefined || data.length === 0) {
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
  }
  return <RunsList runs={data} />;
}

function Frame({ detail, children }: { readonly detail: string; readonly children: ReactNode }) {
  return (
    <div className={styles.page}>
      <PageHeader title="Runs" detail={detail} />
      {children}
    </div>
  );
}

function RunsList({ runs }: { readonly runs: readonly Run[] }) {
  const table = useRunsTable(runs);
  const [edited, setEdited] = useState<Run | null>(null);
  const { selection, setSelection, shown, typed } = table;

  const remove = (doomed: readonly Run[]): void => {
    void deleteRuns(doomed).then((done) => {
      if (done) setSelection({});
    });
  };
  const open = (run: Run): void => navigate({ page: 'run', runId: run.id });
  const chosen = runs.filter(({ id }) => selection[id] === true);
  const total = `${formatCount(runs.length)} ${runs.length === 1 ? 'run' : 'runs'}`;

  return (
    <div className={styles.page}>
      <PageHeader
        title="Runs"
        detail={<span role="status">{typed === '' ? total : `${formatCount(shown)} of ${total}`}</span>}
        actions={<RunsToolbar table={table} />}
      />
      {shown === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title="No run matches"
          action={<Button onClick={() => table.setTyped('')}>Clear the filter</Button>}
        >
          Nothing holds “{typed}” in its name, model, provider, level, status, tags or notes.
        </EmptyState>
      ) : (
        <RunsTable
          items={table.items}
          head={table.head}
          grouped={table.grouped}
          selection={selection}
          onSelectionChange={setSelection}
          onOpen={open}
          onEdit={setEdited}
          onDelete={remove}
          onFold={table.fold}
          menuOf={(run) =>
            runMenu(run, { onOpen: open, onEdit: setEdited, onDelete: (each) => remove([each]) })
          }
        />
      )}
      {chosen.length > 0 && (
        <SelectionBar chosen={chosen} onClear={() => setSelection({})} onDelete={() => remove(chosen)} />
      )}
      {edited !== null && <EditRunDialog run={edited} onClose={() => setEdited(null)} />}
    </div>
  );
}
