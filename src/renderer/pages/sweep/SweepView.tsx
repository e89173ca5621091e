import { CircleStop, Grid3x3, Play, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Sweep } from '../../../contract/sweep.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Panel } from '../../components/Panel.tsx';
import { RunStatusBadge } from '../../components/RunStatusBadge.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { api } from '../../state/connection.ts';
import { navigate } from '../../state/navigation.ts';
import { useSweep } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import { asDynoError } from '../../../contract/errors.ts';
import { formatAgo } from '../bench/format-ago.ts';
import { groupReasons, whichCells } from './reasons.ts';
import { ScalingPanel } from './ScalingPanel.tsx';
import { SweepCharts } from './SweepCharts.tsx';
import { SweepProgress } from './SweepProgress.tsx';
import { SweepTable } from './SweepTable.tsx';
import styles from './SweepView.module.css';

/** One sweep, while it fills and afterwards. */
export function SweepView({ sweepId }: { readonly sweepId: string }) {
  const { data: sweep, error, isPending, refetch } = useSweep(sweepId);
  if (isPending) {
    return (
      <Loading label="Loading the sweep">
        <div className={styles.sections}>
          <Skeleton shape="title" />
          <Skeleton shape="chart" />
          <Skeleton count={6} />
        </div>
      </Loading>
    );
  }
  if (sweep === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const measured = sweep.cells.some(({ p50Ms }) => p50Ms !== null);
  return (
    <div className={styles.page}>
      <PageHeader
        title={sweep.name}
        mark={
          <>
            <RunStatusBadge status={sweep.status} />
            {sweep.request.base.executor !== undefined && <Badge tone="warning">simulated</Badge>}
          </>
        }
        detail={describe(sweep)}
        actions={<Actions sweep={sweep} />}
      />
      <div className={styles.sections}>
        <SweepProgress sweep={sweep} />
        {measured ? (
          <>
            <SweepCharts sweep={sweep} />
            <ScalingPanel sweep={sweep} />
          </>
        ) : (
          <EmptyState icon={<Grid3x3 />} title="No cell is measured yet">
            The charts fill as soon as the first one has ended.
          </EmptyState>
        )}
        <Problems sweep={sweep} />
        <Panel title="Cells" flush>
          <SweepTable sweep={sweep} />
        </Panel>
      </div>
    </div>
  );
}

function describe({ cells, createdAt, tags }: Sweep): string {
  const done = cells.filter(({ state }) => state === 'done').length;
  return [`${done} of ${cells.length} cells measured`, formatAgo(createdAt, Date.now()), ...tags].join(' · ');
}

function Actions({ sweep }: { readonly sweep: Sweep }) {
  const [busy, setBusy] = useState(false);
  const act = async (work: Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await work;
    } catch (error) {
      const { message, nextStep } = asDynoError(error);
      showToast({ text: `${message} ${nextStep}`, tone: 'bad' });
    } finally {
      setBusy(false);
    }
  };
  if (sweep.status === 'queued' || sweep.status === 'running') {
    return (
      <Button
        kind="danger"
        icon={<CircleStop />}
        disabled={busy}
        onClick={() => void act(api.stopSweep(sweep.id))}
      >
        Stop
      </Button>
    );
  }
  const left = sweep.cells.filter(({ state }) => state !== 'done' && state !== 'skipped').length;
  return (
    <>
      <Button icon={<Plus />} onClick={() => navigate({ page: 'sweep', sweepId: null })}>
        New sweep
      </Button>
      {left > 0 && (
        <Button
          kind="primary"
          icon={<Play />}
          disabled={busy}
          onClick={() => void act(api.resumeSweep(sweep.id))}
        >
          {`Measure the ${left} left`}
        </Button>
      )}
    </>
  );
}

/** What failed, and what was skipped: each reason once. */
function Problems({ sweep }: { readonly sweep: Sweep }) {
  return (['failed', 'skipped'] as const).map((state) => {
    const cells = sweep.cells.filter((cell) => cell.state === state);
    if (cells.length === 0) return null;
    return (
      <Callout
        key={state}
        tone={state === 'failed' ? 'bad' : 'warning'}
        title={`${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} ${state}`}
      >
        <ul>
          {groupReasons(cells).map(({ message, cells: same }) => (
            <li key={message}>
              <strong>{whichCells(same, sweep)}</strong> {message}
            </li>
          ))}
        </ul>
      </Callout>
    );
  });
}
