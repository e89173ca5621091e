import { Activity, RotateCw } from 'lucide-react';
import type { Run } from '../../../contract/run.ts';
import { formatCount, formatDuration } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Callout.tsx';
import { navigate } from '../../state/navigation.ts';
import { isLive } from '../runs/run-menu.tsx';
import { rerun } from './run-actions.ts';
import styles from './RunPage.module.css';

/** Above everything else where a run did not simply end: what happened, what to do, and what is left of it. */
export function RunOutcome({ run }: { readonly run: Run }) {
  if (run.status === 'done') return null;
  return (
    <div className={styles.outcome}>
      {isLive(run) ? (
        <Callout tone="info" title={run.status === 'queued' ? 'This run is waiting' : 'This run is going on'}>
          <p>Its numbers appear here when it ends.</p>
          <div className={styles.outcomeActions}>
            <Button icon={<Activity />} onClick={() => navigate({ page: 'bench', runId: run.id })}>
              Watch live
            </Button>
          </div>
        </Callout>
      ) : (
        <Ended run={run} />
      )}
    </div>
  );
}

function Ended({ run }: { readonly run: Run }) {
  const { error, status } = run;
  const titles = {
    stopped: 'Stopped before its end',
    failed: 'This run failed',
    crashed: 'This run crashed',
  };
  const title = titles[status as keyof typeof titles];
  return (
    <Callout tone={status === 'stopped' ? 'warning' : 'bad'} title={title}>
      {error !== null && <p>{error.message}</p>}
      {error !== null && error.nextStep !== '' && <p>{error.nextStep}</p>}
      <p>{remains(run)}</p>
      {status !== 'stopped' && (
        <div className={styles.outcomeActions}>
          <Button icon={<RotateCw />} onClick={() => void rerun(run)}>
            Re-run
          </Button>
        </div>
      )}
    </Callout>
  );
}

function remains({ latencyMs, phases }: Run): string {
  if (latencyMs === null) return 'No iteration was measured.';
  const time = phases.measuredMs === null ? '' : ` over ${formatDuration(phases.measuredMs)}`;
  return `${formatCount(latencyMs.count)} iterations${time} were measured and are kept.`;
}
