import { PageHeader } from '../../components/PageHeader.tsx';
import type { HistoryRoute } from '../../state/routes.ts';
import { HistoryList } from './HistoryList.tsx';
import { HistoryView } from './HistoryView.tsx';
import styles from './HistoryPage.module.css';

/** Without a model: all of them to choose from. */
export function HistoryPage({ route }: { readonly route: HistoryRoute }) {
  if (route.model !== null) return <HistoryView route={route} model={route.model} />;
  return (
    <div className={styles.page}>
      <PageHeader
        title="History"
        detail="Each model through its versions: trends, changes and the run with which each began."
      />
      <HistoryList />
    </div>
  );
}
