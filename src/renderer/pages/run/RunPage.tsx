import { useState } from 'react';
import type { Run } from '../../../contract/run.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { useRun } from '../../state/queries.ts';
import { ConfigurationTab } from './ConfigurationTab.tsx';
import { EnvironmentTab } from './EnvironmentTab.tsx';
import { NotesTab } from './NotesTab.tsx';
import { OverviewTab } from './OverviewTab.tsx';
import { RunHeader } from './RunHeader.tsx';
import { RunOutcome } from './RunOutcome.tsx';
import { TargetsTab } from './targets/TargetsTab.tsx';
import styles from './RunPage.module.css';

type Tab = 'overview' | 'targets' | 'environment' | 'configuration' | 'notes';

export function RunPage({ runId }: { readonly runId: string }) {
  const { data: run, error, isPending, refetch } = useRun(runId);
  if (isPending) return <RunLoading />;
  if (run === undefined) {
    return (
      <div className={styles.page}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  return <RunView key={run.id} run={run} />;
}

function RunView({ run }: { readonly run: Run }) {
  const [tab, setTab] = useState<Tab>('overview');
  return (
    <div className={styles.page}>
      <RunHeader run={run} />
      <RunOutcome run={run} />
      <div className={styles.tabs}>
        <Tabs<Tab>
          label="Parts of the run"
          value={tab}
          onChange={setTab}
          items={[
            { id: 'overview', label: 'Overview', content: <OverviewTab run={run} /> },
            { id: 'targets', label: 'Targets', content: <TargetsTab run={run} /> },
            { id: 'environment', label: 'Environment', content: <EnvironmentTab run={run} /> },
            {
              id: 'configuration',
              label: 'Inputs and configuration',
              content: <ConfigurationTab run={run} />,
            },
            { id: 'notes', label: 'Notes and tags', content: <NotesTab run={run} /> },
          ]}
        />
      </div>
    </div>
  );
}

function RunLoading() {
  return (
    <Loading label="Loading the run">
      <div className={styles.loading}>
        <Skeleton shape="title" />
        <Skeleton count={2} />
        <Skeleton shape="chart" count={2} />
      </div>
    </Loading>
  );
}
