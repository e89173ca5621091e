import { useMutation } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ModelRef } from '../../../contract/model.ts';
import type { Sweep, SweepRequest } from '../../../contract/sweep.ts';
import { formatDuration } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Stat } from '../../components/Stat.tsx';
import { api } from '../../state/connection.ts';
import { navigate } from '../../state/navigation.ts';
import { useSweepPlan } from '../../state/queries.ts';
import { useSweepDraft } from '../../state/sweep-draft.ts';
import { sweepRequestOf } from '../../state/sweep-request.ts';
import { groupReasons, whichCells } from './reasons.ts';
import styles from './SweepPlanPanel.module.css';

const QUIET_MS = 250;

/** How many cells, how long, what is left out and why; and the one button. */
export function SweepPlanPanel({ model }: { readonly model: ModelRef }) {
  const draft = useSweepDraft();
  const [settled, setSettled] = useState(draft);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(draft), QUIET_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  const request = sweepRequestOf(settled, model);
  const { data: plan, error, isPlaceholderData, isFetching, refetch } = useSweepPlan(request);
  const start = useMutation({
    mutationFn: (wanted: SweepRequest) => api.startSweep(wanted),
    onSuccess: ({ id }) => navigate({ page: 'sweep', sweepId: id }),
  });
  const failed = error !== null && !isPlaceholderData;
  const waiting = plan?.cells.filter(({ state }) => state === 'waiting').length ?? 0;
  const current = draft === settled && !isPlaceholderData;
  return (
    <section className={styles.panel} aria-label="Plan of the sweep">
      {request === null && <p className={styles.quiet}>Choose at least one value to vary.</p>}
      {failed && <ErrorState error={error} inline onRetry={() => void refetch()} />}
      {request !== null && plan === undefined && isFetching && (
        <Loading label="Planning">
          <Skeleton shape="title" />
          <Skeleton count={3} />
        </Loading>
      )}
      {request !== null && plan !== undefined && !failed && (
        <div aria-busy={!current} className={styles.plan}>
          <Facts plan={plan} waiting={waiting} />
        </div>
      )}
      {start.error !== null && <ErrorState error={start.error} inline />}
      <Button
        kind="primary"
        size="large"
        icon={<Play />}
        disabled={request === null || failed || !current || waiting === 0 || start.isPending}
        onClick={() => {
          if (request !== null) start.mutate(request);
        }}
      >
        {waiting > 0 ? `Measure ${waiting} ${waiting === 1 ? 'cell' : 'cells'}` : 'Start sweep'}
      </Button>
    </section>
  );
}

function Facts({ plan, waiting }: { readonly plan: Sweep; readonly waiting: number }) {
  const skipped = plan.cells.filter(({ state }) => state === 'skipped');
  return (
    <>
      <div className={styles.stats}>
        <Stat label="Cells" value={String(waiting)} interval={`of ${plan.cells.length} combinations`} />
        <Stat
          label="Estimated time"
          value={plan.remainingMs === null ? '—' : `≈ ${formatDuration(plan.remainingMs)}`}
          interval={plan.remainingMs === null ? 'nothing to go by yet' : 'for all of them'}
        />
      </div>
      {groupReasons(skipped).map(({ message, cells }) => (
        <Callout key={message} tone="warning" title={`Skipped: ${whichCells(cells, plan)}`}>
          {message}
        </Callout>
      ))}
    </>
  );
}
