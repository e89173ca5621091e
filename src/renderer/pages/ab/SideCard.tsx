import type { Run } from '../../../contract/run.ts';
import { formatDuration, NOT_MEASURED } from '../../../contract/units.ts';
import { formatRoute } from '../../state/routes.ts';
import { settingsOf } from './settings-of.ts';
import styles from './AbPage.module.css';

export interface SideCardProps {
  readonly side: 'A' | 'B';
  readonly run: Run | null;
  /** Of the slices of each pair. */
  readonly medians: readonly (readonly number[])[];
}

export function SideCard({ side, run, medians }: SideCardProps) {
  const all = medians.flat().sort((left, right) => left - right);
  const middle = all[all.length >> 1];
  return (
    <div className={styles.side} role="group" aria-label={`Side ${side}`}>
      <span className={styles.letter} data-side={side}>
        {side}
      </span>
      <div className={styles.words}>
        {run === null ? (
          <p className={styles.model}>Its run was deleted</p>
        ) : (
          <>
            <a className={styles.model} href={formatRoute({ page: 'run', runId: run.id })}>
              {run.model.name}
            </a>
            <p className={styles.settings}>{settingsOf(run)}</p>
          </>
        )}
      </div>
      <span className={styles.time} title="Middle of the medians of its slices">
        {middle === undefined ? NOT_MEASURED : formatDuration(middle)}
      </span>
    </div>
  );
}
