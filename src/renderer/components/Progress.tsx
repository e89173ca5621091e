import styles from './Progress.module.css';

export interface ProgressProps {
  readonly label: string;
  /** 0 to 1; null while it cannot be known. */
  readonly value: number | null;
  /** Read out instead of the percentage: "412 of 1 000 iterations". */
  readonly text?: string;
}

export function Progress({ label, value, text }: ProgressProps) {
  const share = value === null ? null : Math.min(1, Math.max(0, value));
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      aria-valuetext={text}
    >
      {share === null ? (
        <div className={styles.unknown} />
      ) : (
        <div className={styles.fill} style={{ transform: `scaleX(${share})` }} />
      )}
    </div>
  );
}
