import type { ReactNode } from 'react';
import type { RunProfile } from '../../../contract/profile.ts';
import type { Run } from '../../../contract/run.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useProfile } from '../../state/queries.ts';
import { NotProfiled } from './NotProfiled.tsx';
import styles from './RunPage.module.css';

export interface ProfiledTabProps {
  readonly run: Run;
  /** What a profile shows here: "the time of each operator". */
  readonly what: string;
  readonly children: (profile: RunProfile) => ReactNode;
}

/** What is drawn from a run's profile, and what stands there until it is read or where there is none. */
export function ProfiledTab({ run, what, children }: ProfiledTabProps) {
  if (run.profile === null) return <NotProfiled run={run} what={what} />;
  return <Read run={run} what={what} children={children} />;
}

function Read({ run, what, children }: ProfiledTabProps) {
  const { data: profile, error, isPending, refetch } = useProfile(run.id);
  if (isPending) return <ProfileLoading />;
  if (profile === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return profile === null ? <NotProfiled run={run} what={what} /> : children(profile);
}

export function ProfileLoading() {
  return (
    <Loading label="Reading the profile">
      <div className={styles.part}>
        <Skeleton count={2} />
        <Skeleton shape="chart" count={2} />
      </div>
    </Loading>
  );
}
