import { SEVERITIES } from '../../../../contract/alert.ts';
import type { MonitoringReport, Recording } from '../../../../contract/recording.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { saveText } from '../../../state/download.ts';
import { useMonitoringReport } from '../../../state/recordings.ts';
import { AlertLine } from '../alerts/AlertLine.tsx';
import { inOrder } from '../alerts/severity.ts';
import { SeverityMark } from '../alerts/SeverityMark.tsx';
import styles from './Recordings.module.css';

/** What went over a line while it was recorded; the whole report is one file away. */
export function ReportPanel({ recording }: { readonly recording: Recording }) {
  const { data: report, error, refetch } = useMonitoringReport(recording.id);
  const save = (all: MonitoringReport): void => {
    void saveText({
      fileName: `${recording.name}-report.json`,
      mediaType: 'application/json',
      text: `${JSON.stringify(all, null, 2)}\n`,
    });
  };
  return (
    <Panel
      title="Alerts meanwhile"
      actions={
        report !== undefined && (
          <Button kind="quiet" onClick={() => save(report)}>
            Save the monitoring report
          </Button>
        )
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} inline />
      ) : report === undefined ? (
        <Loading label="Reading the report">
          <Skeleton count={3} />
        </Loading>
      ) : report.alerts.length === 0 ? (
        <p className={styles.detail}>No threshold was crossed.</p>
      ) : (
        <>
          <ul className={styles.totals} aria-label="Alerts by severity">
            {[...SEVERITIES].reverse().map((severity) => (
              <li key={severity}>
                <SeverityMark severity={severity} /> {report.alertsBySeverity[severity]}
              </li>
            ))}
          </ul>
          <ul aria-label="Alerts while it was recorded">
            {inOrder(report.alerts).map((alert) => (
              <AlertLine key={alert.id} alert={alert} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
