import { FlaskConical, GitCompareArrows } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { navigate } from '../../state/navigation.ts';
import { useComparison } from '../../state/queries.ts';
import type { CompareRoute } from '../../state/routes.ts';
import { ComparedRuns } from './ComparedRuns.tsx';
import { ComparedTabs } from './ComparedTabs.tsx';
import styles from './ComparePage.module.css';

export function ComparePage({ route }: { readonly route: CompareRoute }) {
  return (
    <div className={styles.page}>
      <PageHeader
        title="Compare"
        detail="Stored runs beside each other. A is the reference."
        actions={
          <Button icon={<FlaskConical />} onClick={() => navigate({ page: 'ab', id: null })}>
            Test A or B
          </Button>
        }
      />
      <ComparedRuns
        chosen={route.runs}
        onChange={(runs) =>
          navigate(
            { page: 'compare', runs, ...(route.tab !== undefined && { tab: route.tab }) },
            { replace: true },
          )
        }
      />
      {route.runs.length < 2 ? (
        <EmptyState
          icon={<GitCompareArrows />}
          title={route.runs.length === 0 ? 'Choose runs to compare' : 'Choose one run more'}
        >
          The verdict, the differences and the overlaid distributions appear here.
        </EmptyState>
      ) : (
        <Compared route={route} />
      )}
    </div>
  );
}

function Compared({ route }: { readonly route: CompareRoute }) {
  const { data, error, isPending, refetch } = useComparison(route.runs);
  if (isPending) return <Waiting />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <ComparedTabs compared={data} route={route} />;
}

function Waiting() {
  return (
    <Loading label="Comparing">
      <div className={styles.loading}>
        <Skeleton shape="title" />
        <Skeleton count={8} />
        <Skeleton shape="chart" />
      </div>
    </Loading>
  );
}
