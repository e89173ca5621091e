import { Scale } from 'lucide-react';
import { Button } from '../../components/Button.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { navigate } from '../../state/navigation.ts';
import { AbList } from './AbList.tsx';
import { AbSetup } from './AbSetup.tsx';
import { AbView } from './AbView.tsx';
import styles from './AbPage.module.css';

/** Without an id: set one up, or open one that was made. */
export function AbPage({ id }: { readonly id: string | null }) {
  if (id !== null) return <AbView id={id} />;
  return (
    <div className={styles.page}>
      <PageHeader
        title="A or B?"
        detail="Pairs of freshly started processes, measured in turns until it is sure. A is the reference."
        actions={
          <Button icon={<Scale />} onClick={() => navigate({ page: 'compare', runs: [] })}>
            Compare stored runs
          </Button>
        }
      />
      <div className={styles.view}>
        <AbSetup />
        <AbList />
      </div>
    </div>
  );
}
