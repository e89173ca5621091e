import type { OperatorCount } from '../../../contract/model.ts';
import { formatCount } from '../../../contract/units.ts';
import styles from './OperatorBars.module.css';

const SHOWN = 9;

export function OperatorBars({ operators }: { readonly operators: readonly OperatorCount[] }) {
  const sorted = [...operators].sort((one, other) => other.count - one.count);
  const shown = sorted.slice(0, SHOWN);
  const rest = sorted.slice(SHOWN);
  const top = shown[0]?.count ?? 1;
  return (
    <div>
      <h3 className={styles.title}>Operators</h3>
      <ul className={styles.bars}>
        {shown.map(({ domain, type, count }) => (
          <li key={`${domain}.${type}`} className={styles.row}>
            <span className={styles.name}>{type}</span>
            <span className={styles.track} aria-hidden="true">
              <span className={styles.bar} style={{ width: `${(count / top) * 100}%` }} />
            </span>
            <span className={styles.count}>{formatCount(count)}</span>
          </li>
        ))}
      </ul>
      {rest.length > 0 && (
        <p className={styles.rest}>
          and {formatCount(rest.reduce((sum, { count }) => sum + count, 0))} nodes of {rest.length} more types
        </p>
      )}
    </div>
  );
}
