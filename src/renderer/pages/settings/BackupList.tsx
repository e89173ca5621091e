import { History } from 'lucide-react';
import type { Backup } from '../../../contract/upkeep.ts';
import { formatBytes, formatCount } from '../../../contract/units.ts';
import { agePhrase } from '../../../core/analysis/upkeep/age.ts';
import { Button } from '../../components/Button.tsx';
import { exactTime } from '../runs/when.ts';
import styles from './StorePanel.module.css';

const REASONS: Readonly<Record<Backup['reason'], string>> = {
  asked: 'by hand',
  weekly: 'by itself',
  'before-restore': 'before a restore',
};

export interface BackupListProps {
  readonly backups: readonly Backup[];
  readonly isBusy: boolean;
  readonly onRestore: (path: string) => void;
}

/** Newest first, each with the way back to it. */
export function BackupList({ backups, isBusy, onRestore }: BackupListProps) {
  if (backups.length === 0) {
    return (
      <p className={styles.quiet}>
        No backup yet. One is made by itself every week while Dyno is open; “Back up now” makes one at once.
      </p>
    );
  }
  return (
    <ul className={styles.backups} aria-label="Backups">
      {backups.map(({ path, at, reason, runs, bytes, secondPath }) => (
        <li key={path} className={styles.backup}>
          <div className={styles.words}>
            <p title={exactTime(at)}>
              {agePhrase(Date.now() - at)} old, {REASONS[reason]}
            </p>
            <p className={styles.quiet} title={path}>
              {formatCount(runs)} runs, {formatBytes(bytes)}
              {secondPath === null ? '' : ', also in the second folder'}
            </p>
          </div>
          <Button kind="quiet" icon={<History />} disabled={isBusy} onClick={() => onRestore(path)}>
            Restore…
          </Button>
        </li>
      ))}
    </ul>
  );
}
