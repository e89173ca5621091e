import { Workflow } from 'lucide-react';
import type { ModelGraph } from '../../../../contract/model-graph.ts';
import type { RunProfile } from '../../../../contract/profile.ts';
import type { Run } from '../../../../contract/run.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { GraphView } from '../../../graph/GraphView.tsx';
import { useModelGraph, useProfile } from '../../../state/queries.ts';
import { formatRoute } from '../../../state/routes.ts';
import { isLive } from '../../runs/run-menu.tsx';
import { NotProfiled } from '../NotProfiled.tsx';

export interface GraphTabProps {
  readonly run: Run;
  /** Place in RunProfile.operators. */
  readonly selected: number | null;
}

/** The model as a graph, by what its nodes cost; of a run without a profile by what they do. */
export function GraphTab({ run, selected }: GraphTabProps) {
  if (run.config.executor !== null) return <NotProfiled run={run} what="the model’s nodes" />;
  if (isLive(run)) {
    return (
      <EmptyState icon={<Workflow />} title="The graph comes when the run has ended">
        Reading the model takes the processor for a moment, which would be seen in the measurement.
      </EmptyState>
    );
  }
  return run.profile === null ? (
    <Unprofiled run={run} selected={selected} />
  ) : (
    <Profiled run={run} selected={selected} />
  );
}

function Profiled({ run, selected }: GraphTabProps) {
  const graph = useModelGraph(run.id);
  const profile = useProfile(run.id);
  if (graph.isPending || profile.isPending) return <Reading />;
  if (graph.data === undefined || profile.data === undefined) {
    const failed = graph.data === undefined ? graph : profile;
    return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  }
  return <Shown run={run} graph={graph.data} profile={profile.data} selected={selected} />;
}

function Unprofiled({ run, selected }: GraphTabProps) {
  const { data: graph, error, isPending, refetch } = useModelGraph(run.id);
  if (isPending) return <Reading />;
  if (graph === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <Shown run={run} graph={graph} profile={null} selected={selected} />;
}

type ShownProps = GraphTabProps & { readonly graph: ModelGraph; readonly profile: RunProfile | null };

function Shown({ run, graph, profile, selected }: ShownProps) {
  return (
    <GraphView
      key={run.id}
      graph={graph}
      profile={profile}
      operator={selected}
      operatorHref={(operator) => formatRoute({ page: 'run', runId: run.id, tab: 'operators', operator })}
    />
  );
}

function Reading() {
  return (
    <Loading label="Reading the model’s graph">
      <Skeleton />
      <Skeleton shape="chart" count={2} />
    </Loading>
  );
}
