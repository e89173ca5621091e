import type { AbComparison } from '../../../contract/ab.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useAbs } from '../../state/ab-tests.ts';
import { navigate } from '../../state/navigation.ts';
import { shortTime } from '../runs/when.ts';
import { VerdictBadge } from './VerdictBadge.tsx';
import styles from './AbPage.module.css';

/** The comparisons that were made, newest first. */
export function AbList() {
  const { data, error, isPending, refetch } = useAbs();
  return (
    <Panel title="Tested comparisons" flush>
      {isPending ? (
        <Loading label="Loading comparisons">
          <Skeleton count={3} />
        </Loading>
      ) : data === undefined ? (
        <ErrorState error={error} inline onRetry={() => void refetch()} />
      ) : data.length === 0 ? (
        <p className={styles.empty}>None yet. The first one appears here with its verdict.</p>
      ) : (
        <ul className={styles.list}>
          {data.map((comparison) => (
            <li key={comparison.id}>
              <Past comparison={comparison} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Past({ comparison }: { readonly comparison: AbComparison }) {
  const { id, name, request, answer, createdAt } = comparison;
  const [a, b] = [request.a, request.b].map(({ model }) => model.location.split(/[\\/]/).at(-1) ?? '');
  return (
    <button type="button" className={styles.past} onClick={() => navigate({ page: 'ab', id })}>
      <VerdictBadge comparison={comparison} />
      <span className={styles.sentence}>{answer?.sentence ?? 'No pair was measured to its end.'}</span>
      <span className={styles.faint}>{name || (a === b ? a : `${a} and ${b}`)}</span>
      <span className={styles.when}>{shortTime(createdAt, Date.now())}</span>
    </button>
  );
}
