import type { MemoryEstimate } from '../../../contract/run.ts';
import { formatBytes, formatNumber } from '../../../contract/units.ts';
import styles from './MemoryBar.module.css';

/** What the run needs against what is free. */
export function MemoryBar({ memory }: { readonly memory: MemoryEstimate }) {
  const { totalBytes, availableBytes } = memory;
  const over = totalBytes > availableBytes;
  const whole = Math.max(totalBytes, availableBytes, 1);
  const parts = [
    { label: 'process', bytes: memory.idleBytes + memory.overheadBytes, className: styles.process },
    { label: 'weights', bytes: memory.weightBytes, className: styles.weights },
    { label: 'weights, packed for the kernels', bytes: memory.weightCopyBytes, className: styles.copies },
    { label: 'inputs', bytes: memory.inputBytes, className: styles.inputs },
    { label: 'intermediate values', bytes: memory.activationBytes, className: styles.activations },
    { label: 'the arena around them', bytes: memory.arenaBytes, className: styles.arena },
    {
      label: 'outputs',
      bytes: sumOrNull(memory.outputBytes, memory.outputCopyBytes),
      className: styles.outputs,
    },
    { label: 'while loading', bytes: memory.loadingBytes, className: styles.loading },
  ].filter(({ bytes }) => bytes !== 0);
  return (
    <div>
      <div className={styles.head}>
        <h3>Memory at its peak</h3>
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
      {memory.learntFactor !== null && (
        <p className={styles.note}>
          What comes with the model is scaled by {formatNumber(memory.learntFactor)}: earlier runs took so
          much of what was predicted.
        </p>
      )}
      {memory.gpu !== null && <p className={styles.note}>{memory.gpu}</p>}
    </div>
  );
}

function sumOrNull(one: number | null, other: number): number | null {
  return one === null ? null : one + other;
}
