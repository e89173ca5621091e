import type { Run } from '../../../contract/run.ts';
import { Panel } from '../../components/Panel.tsx';
import { Stat } from '../../components/Stat.tsx';
import { keyNumbers } from '../run/key-numbers.ts';
import styles from './LiveNumbers.module.css';

export function EndedNumbers({ run }: { readonly run: Run }) {
  if (run.latencyMs === null) return null;
  return (
    <Panel title="Result">
      <div className={styles.ended}>
        {keyNumbers(run).map((number) => (
          <Stat key={number.label} {...number} />
        ))}
      </div>
    </Panel>
  );
}
