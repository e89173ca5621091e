import { Activity } from 'lucide-react';
import { useEffect } from 'react';
import { RunProgressBar } from '../pages/bench/RunProgressBar.tsx';
import { stopRun } from '../pages/run/run-actions.ts';
import { whyNoProfile } from '../pages/run/why-no-profile.ts';
import { runTitle } from '../pages/runs/run-title.ts';
import { Button } from '../components/Button.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { useRun } from '../state/queries.ts';
import { goOnWaiting, pairKey, profileBoth, usePairsInWork } from './profile-both.ts';
import styles from './Difference.module.css';

export interface ProfileBothProps {
  readonly a: string;
  readonly b: string;
  readonly unprofiled: readonly string[];
}

/** Measures both again with a profile where that is what a difference needs, and tells how far it is. */
export function ProfileBoth({ a, b, unprofiled }: ProfileBothProps) {
  const runA = useRun(a).data;
  const runB = useRun(b).data;
  const pair = usePairsInWork(({ pairs }) => pairs[pairKey(a, b)] ?? null);
  const isInWork = pair !== null && pair.failure === null;
  useEffect(() => {
    if (isInWork) void goOnWaiting(pairKey(a, b));
  }, [isInWork, a, b]);
  const start = (): void => void profileBoth(a, b, unprofiled);
  if (pair !== null && pair.failure !== null)
    return <ErrorState error={pair.failure} onRetry={start} inline />;
  if (pair !== null) {
    return (
      <div className={styles.inWork} role="status" aria-label="Measuring with a profile">
        {pair.begun.map((runId) => (
          <InWork key={runId} runId={runId} />
        ))}
        <p className={styles.quiet}>The comparison of the new runs opens when they are done.</p>
      </div>
    );
  }
  if (runA === undefined || runB === undefined) return null;
  const why = [runA, runB].filter(({ id }) => unprofiled.includes(id)).map(whyNoProfile);
  const not = why.find((each) => each !== null);
  if (not !== undefined && not !== null) {
    return (
      <p className={styles.quiet}>
        {not.title}: {not.words}
      </p>
    );
  }
  const which = unprofiled.length > 1 ? 'both' : unprofiled[0] === a ? 'A' : 'B';
  return (
    <div className={styles.offer}>
      <p className={styles.quiet}>
        The same {unprofiled.length > 1 ? 'measurements run' : 'measurement runs'} again, and once more while
        the runtime records each operator; the times stay those of the clean pass.
      </p>
      <Button kind="primary" icon={<Activity />} onClick={start}>
        Profile {which}
      </Button>
    </div>
  );
}

function InWork({ runId }: { readonly runId: string }) {
  const { data: run } = useRun(runId);
  if (run === undefined) return null;
  return (
    <div className={styles.inWorkRun}>
      <div className={styles.inWorkWords}>
        <p className={styles.strong}>{runTitle(run)}</p>
        <RunProgressBar run={run} />
      </div>
      <Button onClick={() => void stopRun(runId)}>Stop</Button>
    </div>
  );
}
