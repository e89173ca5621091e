import { Ban, Check, CircleDashed, Loader, TriangleAlert, Zap } from 'lucide-react';
import type { RunFacts } from '../../../contract/run-list.ts';
import type { RunStatus } from '../../../contract/run.ts';
import { shareDone } from '../../state/live-feed.ts';
import { useLiveRun } from '../../state/live-runs.ts';
import styles from './StatusMark.module.css';

const SIGNS: Readonly<Record<RunStatus, typeof Check>> = {
  queued: CircleDashed,
  running: Loader,
  done: Check,
  stopped: Ban,
  failed: TriangleAlert,
  crashed: Zap,
};

/** Sign and word without a box: quiet enough for every row of a table. */
export function StatusMark({ run }: { readonly run: Pick<RunFacts, 'id' | 'status'> }) {
  const Sign = SIGNS[run.status];
  return (
    <span className={styles.mark} data-status={run.status}>
      <Sign aria-hidden="true" />
      {run.status === 'running' ? <Progressing run={run} /> : run.status}
    </span>
  );
}

/** Renders when the whole percent changes, not at each step. */
function Progressing({ run }: { readonly run: Pick<RunFacts, 'id' | 'status'> }) {
  const words = useLiveRun(run.id, (state) => {
    if (state.phase !== 'measuring') return state.phase;
    const share = shareDone(state);
    return share === null ? 'measuring' : `running ${Math.floor(share * 100)} %`;
  });
  return <>{words ?? 'running'}</>;
}
