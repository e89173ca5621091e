import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { formatRoute } from '../../state/routes.ts';
import { useSweeps } from '../../state/queries.ts';
import { formatAgo } from '../bench/format-ago.ts';
import styles from './SweepList.module.css';

const SHOWN = 12;

/** Stored sweeps, the newest first. */
export function SweepList() {
  const { data, error, isPending, refetch } = useSweeps();
  return (
    <section className={styles.section} aria-labelledby="sweeps">
      <h2 id="sweeps" className={styles.title}>
        Earlier sweeps
      </h2>
      {isPending && (
        <Loading label="Loading sweeps">
          <Skeleton count={3} />
        </Loading>
      )}
      {error !== null && data === undefined && (
        <ErrorState error={error} inline onRetry={() => void refetch()} />
      )}
      {data?.length === 0 && <p className={styles.quiet}>None yet: the first one appears here.</p>}
      <ul>
        {data?.slice(0, SHOWN).map(({ id, name, status, cells, createdAt }) => (
          <li key={id}>
            <a className={styles.sweep} href={formatRoute({ page: 'sweep', sweepId: id })}>
              <span className={styles.name}>{name}</span>
              <span className={styles.detail}>
                {status} · {cells.filter(({ state }) => state === 'done').length} of {cells.length} cells ·{' '}
                {formatAgo(createdAt, Date.now())}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
