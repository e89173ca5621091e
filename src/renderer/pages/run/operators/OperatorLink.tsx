import type { OperatorProfile } from '../../../../contract/profile.ts';
import { typeWords } from '../../../../core/analysis/operators/group-operators.ts';
import { formatRoute, type RunTab } from '../../../state/routes.ts';
import styles from './OperatorsTab.module.css';

export interface OperatorLinkProps {
  readonly runId: string;
  /** Place in RunProfile.operators. */
  readonly place: number;
  readonly operators: readonly OperatorProfile[];
  readonly tab?: RunTab;
  /** Letters of its name that have room. */
  readonly length?: number;
  /** Instead of its name. */
  readonly words?: string;
}

export function OperatorLink({
  runId,
  place,
  operators,
  tab = 'operators',
  length = 44,
  words,
}: OperatorLinkProps) {
  const operator = operators[place];
  if (operator === undefined) return null;
  const name = operator.name === '' ? typeWords(operator) : operator.name;
  return (
    <a
      className={styles.link}
      title={name.slice(0, 400)}
      href={formatRoute({ page: 'run', runId, tab, operator: place })}
    >
      {words ?? nameEnd(name, length)}
    </a>
  );
}

/** Of a path its end tells more than its beginning. */
export function nameEnd(name: string, length: number): string {
  return name.length > length ? `…${name.slice(1 - length)}` : name;
}
