import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { RunStatusBadge } from '../../components/RunStatusBadge.tsx';
import { SimulatedBadge } from '../../components/SimulatedBadge.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useLiveRun } from '../../state/live-runs.ts';
import { useRun } from '../../state/queries.ts';
import { DearestOperators } from '../run/operators/DearestOperators.tsx';
import { RunOutcome } from '../run/RunOutcome.tsx';
import { TrustButton } from '../trust/TrustButton.tsx';
import type { Run } from '../../../contract/run.ts';
import { EndedCharts } from './EndedCharts.tsx';
import { EndedNumbers } from './EndedNumbers.tsx';
import { LiveActions } from './LiveActions.tsx';
import { LiveCharts } from './LiveCharts.tsx';
import { LiveFlame } from './LiveFlame.tsx';
import { LiveNumbers } from './LiveNumbers.tsx';
import { PhaseStepper } from './PhaseStepper.tsx';
import { QueueList } from './QueueList.tsx';
import { RunProgressBar } from './RunProgressBar.tsx';
import { describeConfig } from './describe-config.ts';
import styles from './LiveBench.module.css';

/** A run while it goes on, and what came of it once it has ended. */
export function LiveBench({ runId }: { readonly runId: string }) {
  const { data: run, error, isPending, refetch } = useRun(runId);
  if (isPending) return <LiveLoading />;
  if (run === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <LiveView run={run} />;
}

function LiveView({ run }: { readonly run: Run }) {
  const told = useLiveRun(run.id, (state) => state.status);
  // The store's word comes with the numbers; until then the page stays with what it was told live.
  const live = run.status === 'queued' || run.status === 'running';
  const status = live ? (told ?? run.status) : run.status;
  return (
    <>
      <PageHeader
        title={run.name || run.model.name}
        mark={
          <>
            <RunStatusBadge status={status} />
            <SimulatedBadge run={run} />
            {!live && <TrustButton run={run} />}
          </>
        }
        detail={describeConfig(run)}
        actions={<LiveActions run={run} />}
      />
      <div className={styles.body}>
        <div className={styles.strip}>
          <PhaseStepper run={run} />
          {live && <RunProgressBar run={run} />}
        </div>
        {!live && run.status !== 'done' && (
          <div className={styles.outcome}>
            <RunOutcome run={run} />
          </div>
        )}
        {live ? <LiveNumbers run={run} /> : <EndedNumbers run={run} />}
        {!live && <DearestOperators run={run} />}
        {live && run.config.profile !== null && <LiveFlame run={run} />}
        {live ? <LiveCharts run={run} /> : <EndedCharts run={run} />}
        <QueueList except={run.id} />
      </div>
    </>
  );
}

function LiveLoading() {
  return (
    <Loading label="Loading the run">
      <div className={styles.loading}>
        <Skeleton shape="title" />
        <Skeleton count={2} />
        <Skeleton shape="block" />
        <Skeleton shape="block" />
      </div>
    </Loading>
  );
}
