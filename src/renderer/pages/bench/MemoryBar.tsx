import type { MemoryEstimate } from '../../../contract/run.ts';
import { formatBytes } from '../../../contract/units.ts';
import styles from './MemoryBar.module.css';

/** What the run needs against what is free. */
export function MemoryBar({ memory }: { readonly memory: MemoryEstimate }) {
  const { totalBytes, availableBytes } = memory;
  const over = totalBytes > availableBytes;
  const whole = Math.max(totalBytes, availableBytes, 1);
  const parts = [
    { label: 'weights', bytes: memory.weightBytes, className: styles.weights },
    { label: 'inputs', bytes: memory.inputBytes, className: styles.inputs },
    { label: 'intermediate', bytes: memory.activationBytes, className: styles.activations },
    { label: 'outputs', bytes: memory.outputBytes, className: styles.outputs },
  ];
  return (
    <div>
      <div className={styles.head}>
        <h3>Memory</h3>
        <span className={over ? styles.over : undefined}>
          {over && 'Too much: '}
          {formatBytes(totalBytes)} of {formatBytes(availableBytes)} free
        </span>
      </div>
      <div className={styles.track} aria-hidden="true">
        {parts.map(({ label, bytes, className }) => (
          <span key={label} className={className} style={{ width: `${((bytes ?? 0) / whole) * 100}%` }} />
        ))}
      </div>
      <ul className={styles.legend}>
        {parts.map(({ label, bytes, className }) => (
          <li key={label}>
            <span className={className} aria-hidden="true" />
            {label}
            <span className={styles.bytes}>{bytes === null ? 'not known before' : formatBytes(bytes)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
