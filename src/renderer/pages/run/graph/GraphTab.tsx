import type { Run } from '../../../../contract/run.ts';
import { formatCount } from '../../../../contract/units.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useModelGraph } from '../../../state/queries.ts';
import { NotProfiled } from '../NotProfiled.tsx';
import { ProfileLoading } from '../ProfiledTab.tsx';

export interface GraphTabProps {
  readonly run: Run;
  /** Place in RunProfile.operators. */
  readonly selected: number | null;
}

/** The model as a graph, by what its nodes cost. */
export function GraphTab({ run }: GraphTabProps) {
  if (run.config.executor !== null) return <NotProfiled run={run} what="the model’s nodes" />;
  return <Graph run={run} />;
}

function Graph({ run }: { readonly run: Run }) {
  const { data: graph, error, isPending, refetch } = useModelGraph(run.id);
  if (isPending) return <ProfileLoading />;
  if (graph === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Panel title={graph.name}>
      <p>{formatCount(graph.nodes.length)} nodes.</p>
    </Panel>
  );
}
