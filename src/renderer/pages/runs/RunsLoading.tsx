import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import styles from './RunsPage.module.css';

export function RunsLoading() {
  return (
    <Loading label="Loading runs">
      <div className={styles.loading}>
        <Skeleton count={14} />
      </div>
    </Loading>
  );
}
