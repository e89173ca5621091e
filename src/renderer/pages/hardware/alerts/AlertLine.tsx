import { Check } from 'lucide-react';
import type { Alert } from '../../../../contract/alert.ts';
import { Button } from '../../../components/Button.tsx';
import { acknowledge, isUnseen } from '../../../state/hardware-alerts.ts';
import { shortTime } from '../../runs/when.ts';
import { alertTitle, crossingWords, lastingWords, stepWords } from './alert-words.ts';
import { isOpen } from './severity.ts';
import { SeverityMark } from './SeverityMark.tsx';
import styles from './AlertsTab.module.css';

export function AlertLine({ alert }: { readonly alert: Alert }) {
  const open = isOpen(alert);
  return (
    <li className={styles.line} data-open={open ? '' : undefined}>
      <SeverityMark severity={alert.severity} />
      <div className={styles.words}>
        <p className={styles.title}>
          {alertTitle(alert)} <span className={styles.state}>{open ? 'open' : 'over'}</span>
        </p>
        <p className={styles.crossing}>{crossingWords(alert)}</p>
        <p className={styles.when}>
          <time dateTime={new Date(alert.openedAt).toISOString()}>
            {shortTime(alert.openedAt, Date.now())}
          </time>
          {lastingWords(alert)}
        </p>
        {alert.steps.length > 1 && <p className={styles.when}>{stepWords(alert)}</p>}
      </div>
      {isUnseen(alert) ? (
        <Button
          icon={<Check />}
          aria-label={`Acknowledge: ${alertTitle(alert)}`}
          onClick={() => void acknowledge([alert])}
        >
          Acknowledge
        </Button>
      ) : (
        alert.acknowledgedAt !== null && <span className={styles.when}>acknowledged</span>
      )}
    </li>
  );
}
