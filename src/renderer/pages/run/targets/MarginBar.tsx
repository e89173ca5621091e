import { formatMargin } from '../../../../contract/target.ts';
import styles from './TargetsTab.module.css';

/** From the target in the middle: to the right is better, to the left worse. A whole half is 100 % and beyond. */
export function MarginBar({ margin }: { readonly margin: number | null }) {
  if (margin === null) return <span className={styles.faint}>—</span>;
  const length = Math.min(1, Math.abs(margin)) * 50;
  return (
    <span className={styles.margin}>
      <svg className={styles.bar} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className={styles.track} x="0" y="3" width="100" height="2" />
        <rect
          className={margin < 0 ? styles.worse : styles.better}
          x={margin < 0 ? 50 - length : 50}
          y="1"
          width={length}
          height="6"
        />
        <rect className={styles.middle} x="49.5" y="0" width="1" height="8" />
      </svg>
      <span>{formatMargin(margin)}</span>
    </span>
  );
}
