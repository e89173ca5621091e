import { ArrowLeftRight, FlaskConical, GitCompareArrows } from 'lucide-react';
import type { Run } from '../../../contract/run.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { navigate } from '../../state/navigation.ts';
import { useComparison, useRuns } from '../../state/queries.ts';
import { HOME } from '../../state/routes.ts';
import { ComparisonView } from './ComparisonView.tsx';
import { RunPicker } from './RunPicker.tsx';
import styles from './ComparePage.module.css';

export interface ComparePageProps {
  readonly a: string | null;
  readonly b: string | null;
}

export function ComparePage({ a, b }: ComparePageProps) {
  const { data, error, isPending, refetch } = useRuns();
  return (
    <div className={styles.page}>
      <PageHeader
        title="Compare"
        detail="Two stored runs beside each other. A is the baseline."
        actions={
          <Button icon={<FlaskConical />} onClick={() => navigate({ page: 'ab', id: null })}>
            Test A or B
          </Button>
        }
      />
      {isPending ? (
        <Waiting label="Loading runs" />
      ) : data === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data.length < 2 ? (
        <TooFew count={data.length} />
      ) : (
        <Picked runs={data} a={a} b={b} />
      )}
    </div>
  );
}

function Picked({ runs, a, b }: ComparePageProps & { readonly runs: readonly Run[] }) {
  const go = (nextA: string | null, nextB: string | null): void => {
    navigate({ page: 'compare', a: nextA, b: nextB }, { replace: true });
  };
  return (
    <>
      <div className={styles.pickers}>
        <RunPicker side="A" runs={runs} value={a} onChange={(id) => go(id, b)} />
        <Button icon={<ArrowLeftRight />} disabled={a === null && b === null} onClick={() => go(b, a)}>
          Swap A and B
        </Button>
        <RunPicker side="B" runs={runs} value={b} likeId={a} onChange={(id) => go(a, id)} />
      </div>
      {a === null || b === null ? (
        <EmptyState icon={<GitCompareArrows />} title={a === null ? 'Choose run A' : 'Choose run B'}>
          The verdict, the differences and the overlaid distributions appear here.
        </EmptyState>
      ) : (
        <Compared a={a} b={b} />
      )}
    </>
  );
}

function Compared({ a, b }: { readonly a: string; readonly b: string }) {
  const { data, error, isPending, refetch } = useComparison(a, b);
  if (isPending) return <Waiting label="Comparing" />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <ComparisonView comparison={data} />;
}

function TooFew({ count }: { readonly count: number }) {
  return (
    <EmptyState
      icon={<GitCompareArrows />}
      title={count === 0 ? 'No runs to compare yet' : 'One run is not enough to compare'}
      action={
        <Button kind="primary" onClick={() => navigate(HOME)}>
          Benchmark a model
        </Button>
      }
    >
      Measure a model twice, with another provider, batch or version, and hold the two against each other
      here.
    </EmptyState>
  );
}

function Waiting({ label }: { readonly label: string }) {
  return (
    <Loading label={label}>
      <div className={styles.loading}>
        <Skeleton shape="title" />
        <Skeleton count={8} />
        <Skeleton shape="chart" />
      </div>
    </Loading>
  );
}
