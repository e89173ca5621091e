import type { Run } from '../../../../contract/run.ts';
import { formatCount } from '../../../../contract/units.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useProfileSpans } from '../../../state/queries.ts';
import { NotProfiled } from '../NotProfiled.tsx';
import { ProfileLoading } from '../ProfiledTab.tsx';

export interface FlameTabProps {
  readonly run: Run;
  /** Place in RunProfile.operators. */
  readonly selected: number | null;
}

const WHAT = 'each operator as it ran, iteration by iteration';

/** The profiled iterations as a flame chart. */
export function FlameTab({ run }: FlameTabProps) {
  if (run.profile === null) return <NotProfiled run={run} what={WHAT} />;
  return <Flame run={run} />;
}

function Flame({ run }: { readonly run: Run }) {
  const { data: spans, error, isPending, refetch } = useProfileSpans(run.id);
  if (isPending) return <ProfileLoading />;
  if (spans === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (spans === null) return <NotProfiled run={run} what={WHAT} />;
  return (
    <Panel title="Recorded spans">
      <p>{formatCount(spans.name.length)} spans were recorded.</p>
    </Panel>
  );
}
