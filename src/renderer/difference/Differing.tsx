import { GitCompareArrows } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { Difference, DifferenceRequest, NoDifference } from '../../contract/difference.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Loading } from '../components/Loading.tsx';
import { Progress } from '../components/Progress.tsx';
import { Skeleton } from '../components/Skeleton.tsx';
import { useDifference } from '../state/difference.ts';
import { ProfileBoth } from './ProfileBoth.tsx';
import styles from './Difference.module.css';

export interface DifferingProps {
  readonly request: DifferenceRequest;
  readonly children: (difference: Difference) => ReactNode;
  /** In place of a page's worth: of a card, one line. */
  readonly compact?: boolean;
}

/** What is drawn from a difference, and what stands there until it is worked out or where there is none. */
export function Differing({ request, children, compact = false }: DifferingProps) {
  const { data, error, isPending, refetch } = useDifference(request);
  if (isPending) return <Working compact={compact} />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} inline={compact} />;
  if (data.kind === 'none') return <NoneShown none={data} request={request} compact={compact} />;
  return children(data);
}

const SLOW_MS = 1000;

function Working({ compact }: { readonly compact: boolean }) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Loading label="Working out the difference">
      <div className={styles.stack}>
        {isSlow && (
          <div className={styles.working}>
            <p>Matching the operators of both and working out what each of them adds</p>
            <Progress label="Working out the difference" value={null} />
          </div>
        )}
        {compact ? (
          <Skeleton count={4} />
        ) : (
          <>
            <Skeleton shape="chart" />
            <Skeleton count={6} />
          </>
        )}
      </div>
    </Loading>
  );
}

interface NoneShownProps {
  readonly none: NoDifference;
  readonly request: DifferenceRequest;
  readonly compact: boolean;
}

function NoneShown({ none, request, compact }: NoneShownProps) {
  const action =
    request.kind === 'runs' && none.unprofiled.length > 0 ? (
      <ProfileBoth a={request.a} b={request.b} unprofiled={none.unprofiled} />
    ) : null;
  if (compact) {
    return (
      <div className={styles.none}>
        <p>
          {none.reason} {action === null && none.nextStep}
        </p>
        {action}
      </div>
    );
  }
  return (
    <EmptyState icon={<GitCompareArrows />} title={none.reason} action={action}>
      {action === null && none.nextStep}
    </EmptyState>
  );
}
