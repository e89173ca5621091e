import { GitCompareArrows, Trash2 } from 'lucide-react';
import type { Run } from '../../../contract/run.ts';
import { formatCount } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { navigate } from '../../state/navigation.ts';
import { runTitle } from './run-title.ts';
import styles from './RunsPage.module.css';

export interface SelectionBarProps {
  readonly chosen: readonly Run[];
  readonly onClear: () => void;
  readonly onDelete: () => void;
}

export function SelectionBar({ chosen, onClear, onDelete }: SelectionBarProps) {
  // The older one is A, the baseline.
  const [a, b] = [...chosen].sort((left, right) => left.createdAt - right.createdAt);
  const two = chosen.length === 2 && a !== undefined && b !== undefined;
  return (
    <div className={styles.selection} role="region" aria-label="Selected runs">
      <span className={styles.selectionCount}>{formatCount(chosen.length)} selected</span>
      <span className={styles.selectionHint}>
        {two
          ? `A is ${runTitle(a)}, B is ${runTitle(b)}.`
          : `Two at a time can be compared: ${chosen.length < 2 ? 'select one more' : 'select exactly 2'}.`}
      </span>
      <Button
        kind="primary"
        icon={<GitCompareArrows />}
        disabled={!two}
        onClick={() => {
          if (two) navigate({ page: 'compare', a: a.id, b: b.id });
        }}
      >
        Compare
      </Button>
      <Button kind="danger" icon={<Trash2 />} onClick={onDelete}>
        Delete
      </Button>
      <Button kind="quiet" onClick={onClear}>
        Clear selection
      </Button>
    </div>
  );
}
