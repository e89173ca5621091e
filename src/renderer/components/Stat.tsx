import type { ReactNode } from 'react';
import { NOT_MEASURED } from '../../contract/units.ts';
import { Tooltip } from './Tooltip.tsx';
import styles from './Stat.module.css';

export interface StatProps {
  readonly label: string;
  /** Formatted, with its unit after a space: "3.20 ms". "—" where it was not measured. */
  readonly value: string;
  /** The interval beside it: "3.18 – 3.22 ms". */
  readonly interval?: string;
  /** One honest word more: "needs 562 more samples". */
  readonly note?: ReactNode;
  /** Exact value, or why there is none. */
  readonly detail?: string;
  readonly size?: 'normal' | 'small';
}

/** One key number with its unit, its interval and its reservation. */
export function Stat({ label, value, interval, note, detail, size = 'normal' }: StatProps) {
  // The space of "67 800" is no unit's.
  const cut = /\s\d+$/.test(value) ? -1 : value.lastIndexOf(' ');
  const [number, unit] = cut < 0 ? [value, ''] : [value.slice(0, cut), value.slice(cut + 1)];
  const face = (
    <span className={styles.value} data-missing={value === NOT_MEASURED ? '' : undefined}>
      {number}
      {unit !== '' && <span className={styles.unit}> {unit}</span>}
    </span>
  );
  return (
    <div className={styles.stat} data-size={size} role="group" aria-label={label}>
      <span className={styles.label}>{label}</span>
      {detail === undefined ? (
        face
      ) : (
        <Tooltip text={detail}>
          <button type="button" className={styles.hover}>
            {face}
          </button>
        </Tooltip>
      )}
      {interval !== undefined && <span className={styles.interval}>{interval}</span>}
      {note !== undefined && <span className={styles.note}>{note}</span>}
    </div>
  );
}
