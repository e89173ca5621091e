import { useState } from 'react';
import type { SideBySide } from '../../../contract/side-by-side.ts';
import { Panel } from '../../components/Panel.tsx';
import { Switch } from '../../components/Switch.tsx';
import { MetricTable } from './MetricTable.tsx';
import { Reasons } from './Reasons.tsx';
import styles from './ComparePage.module.css';

/** Where the runs were made, as far as it differs; why they cannot be compared stands above it. */
export function EnvironmentDifferences({ compared }: { readonly compared: SideBySide }) {
  const [onlyDifferences, setOnlyDifferences] = useState(true);
  const rows = compared.metrics.filter(({ group }) => group === 'environment');
  return (
    <div className={styles.view}>
      <Reasons verdicts={compared.verdicts} />
      <Panel
        title="Environment"
        actions={<Switch label="Differences only" checked={onlyDifferences} onChange={setOnlyDifferences} />}
      >
        <MetricTable
          caption="Environment of the compared runs"
          rows={rows}
          compared={compared}
          onlyDifferences={onlyDifferences}
          plain
        />
      </Panel>
    </div>
  );
}
