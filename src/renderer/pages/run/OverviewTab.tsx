import type { Run } from '../../../contract/run.ts';
import { Panel } from '../../components/Panel.tsx';
import { Stat } from '../../components/Stat.tsx';
import { EnergyPanel } from './EnergyPanel.tsx';
import { GenerationSection } from './GenerationSection.tsx';
import { keyNumbers } from './key-numbers.ts';
import { seriesNumbers } from './series-numbers.ts';
import { WhereTheTimeWent } from './operators/DearestOperators.tsx';
import { RunCharts } from './RunCharts.tsx';
import { MemoryPanel } from './MemoryPanel.tsx';
import { ScenarioSection } from './ScenarioSection.tsx';
import styles from './OverviewTab.module.css';

export function OverviewTab({ run }: { readonly run: Run }) {
  return (
    <div className={styles.stack}>
      <Panel title="Key numbers">
        <div className={styles.numbers}>
          {keyNumbers(run).map((number) => (
            <Stat key={number.label} {...number} />
          ))}
        </div>
        <WhereTheTimeWent run={run} />
      </Panel>
      <ScenarioSection run={run} />
      <GenerationSection run={run} />
      {run.latencyMs !== null && run.config.scenario === null && (
        <Panel title="Series">
          <div className={styles.numbers}>
            {seriesNumbers(run).map((number) => (
              <Stat key={number.label} {...number} size="small" />
            ))}
          </div>
        </Panel>
      )}
      <RunCharts run={run} />
      {run.energy !== null && <EnergyPanel energy={run.energy} />}
      {run.resources !== null && <MemoryPanel resources={run.resources} />}
    </div>
  );
}
