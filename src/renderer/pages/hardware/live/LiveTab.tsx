import { useMemo } from 'react';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { askAnew, useHardwareLive } from '../../../state/hardware-live.ts';
import { deviceGroups } from '../device-groups.ts';
import { LiveBoardView } from './LiveBoardView.tsx';
import { ProcessesPanel } from './ProcessesPanel.tsx';
import { SourcesPanel } from './SourcesPanel.tsx';
import styles from './LiveTab.module.css';

export function LiveTab({ isHeld }: { readonly isHeld: boolean }) {
  const catalog = useHardwareLive((live) => live.catalog);
  const error = useHardwareLive((live) => live.error);
  const groups = useMemo(
    () => (catalog === null ? [] : deviceGroups(catalog.devices, catalog.channels)),
    [catalog],
  );
  if (error !== null) return <ErrorState error={error} onRetry={() => void askAnew()} />;
  if (catalog === null) {
    return (
      <Loading label="The sampler looks around">
        <div className={styles.loading}>
          <Skeleton shape="title" />
          <Skeleton shape="chart" count={4} />
        </div>
      </Loading>
    );
  }
  return (
    <div className={styles.stack}>
      <LiveBoardView groups={groups} hertz={catalog.hertz} isHeld={isHeld} />
      <ProcessesPanel />
      <SourcesPanel />
    </div>
  );
}
