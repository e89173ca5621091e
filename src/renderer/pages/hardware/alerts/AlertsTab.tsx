import { BellOff, Check } from 'lucide-react';
import type { Alert } from '../../../../contract/alert.ts';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { acknowledge, isUnseen, useAlerts } from '../../../state/hardware-alerts.ts';
import { AlertLine } from './AlertLine.tsx';
import { inOrder } from './severity.ts';
import { ThresholdsPanel } from './ThresholdsPanel.tsx';
import styles from './AlertsTab.module.css';

export function AlertsTab() {
  return (
    <div className={styles.columns}>
      <AlertsPanel />
      <ThresholdsPanel />
    </div>
  );
}

function AlertsPanel() {
  const { data: alerts, error, refetch } = useAlerts();
  const unseen = (alerts ?? []).filter(isUnseen);
  return (
    <Panel
      title="Alerts"
      actions={
        unseen.length > 1 && (
          <Button kind="quiet" icon={<Check />} onClick={() => void acknowledge(unseen)}>
            Acknowledge all
          </Button>
        )
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} inline />
      ) : alerts === undefined ? (
        <Loading label="Reading the alerts">
          <Skeleton count={6} />
        </Loading>
      ) : (
        <AlertList alerts={alerts} />
      )}
    </Panel>
  );
}

function AlertList({ alerts }: { readonly alerts: readonly Alert[] }) {
  if (alerts.length === 0) {
    return (
      <EmptyState icon={<BellOff />} title="No line was crossed">
        An alert opens when the mean of a metric’s last readings crosses its threshold, worsens as it goes on,
        and closes when it is over. The thresholds are beside this list.
      </EmptyState>
    );
  }
  return (
    <ul className={styles.list} aria-label="Alerts, open ones first">
      {inOrder(alerts).map((alert) => (
        <AlertLine key={alert.id} alert={alert} />
      ))}
    </ul>
  );
}
