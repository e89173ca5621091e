import type { Run } from '../../../contract/run.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { navigate } from '../../state/navigation.ts';
import { useRun } from '../../state/queries.ts';
import type { RunRoute, RunTab } from '../../state/routes.ts';
import { ConfigurationTab } from './ConfigurationTab.tsx';
import { EnvironmentTab } from './EnvironmentTab.tsx';
import { FlameTab } from './flame/FlameTab.tsx';
import { GraphTab } from './graph/GraphTab.tsx';
import { MemoryTab } from './memory/MemoryTab.tsx';
import { NotesTab } from './NotesTab.tsx';
import { OperatorsTab } from './operators/OperatorsTab.tsx';
import { OverviewTab } from './OverviewTab.tsx';
import { RunHeader } from './RunHeader.tsx';
import { RunOutcome } from './RunOutcome.tsx';
import { TargetsTab } from './targets/TargetsTab.tsx';
import styles from './RunPage.module.css';

export function RunPage({ route }: { readonly route: RunRoute }) {
  const { runId } = route;
  const { data: run, error, isPending, refetch } = useRun(runId);
  if (isPending) return <RunLoading />;
  if (run === undefined) {
    return (
      <div className={styles.page}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  return <RunView key={run.id} run={run} route={route} />;
}

function RunView({ run, route }: { readonly run: Run; readonly route: RunRoute }) {
  const selected = route.operator ?? null;
  return (
    <div className={styles.page}>
      <RunHeader run={run} />
      <RunOutcome run={run} />
      <div className={styles.tabs}>
        <Tabs<RunTab>
          label="Parts of the run"
          value={route.tab ?? 'overview'}
          onChange={(tab) => navigate({ ...route, tab })}
          items={[
            { id: 'overview', label: 'Overview', content: <OverviewTab run={run} /> },
            {
              id: 'operators',
              label: 'Operators',
              content: <OperatorsTab run={run} selected={selected} />,
            },
            { id: 'flame', label: 'Flame', content: <FlameTab run={run} selected={selected} /> },
            { id: 'graph', label: 'Graph', content: <GraphTab run={run} selected={selected} /> },
            { id: 'memory', label: 'Memory', content: <MemoryTab run={run} /> },
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
