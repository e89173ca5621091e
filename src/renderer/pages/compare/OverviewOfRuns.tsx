import { useMemo, useState, type ReactNode } from 'react';
import type { ComparedMetric, SideBySide } from '../../../contract/side-by-side.ts';
import { sideLabel } from '../../../core/analysis/side-by-side/side-label.ts';
import { Panel } from '../../components/Panel.tsx';
import { Switch } from '../../components/Switch.tsx';
import { distributionOf } from '../run/distribution-of.ts';
import { DistributionCharts } from '../run/DistributionCharts.tsx';
import { OverTimeCharts, type Track } from '../run/OverTimeCharts.tsx';
import { runTitle } from '../runs/run-title.ts';
import { MetricTable } from './MetricTable.tsx';
import { VerdictPanel } from './VerdictPanel.tsx';
import styles from './ComparePage.module.css';

const MEASURED: readonly ComparedMetric['group'][] = ['time', 'rate', 'memory', 'hardware', 'energy', 'work'];

export interface OverviewOfRunsProps {
  readonly compared: SideBySide;
  /** Below the verdict: which operators it is made of. */
  readonly explained: ReactNode;
}

export function OverviewOfRuns({ compared, explained }: OverviewOfRunsProps) {
  const [onlyDifferences, setOnlyDifferences] = useState(true);
  const { runs, series, metrics } = compared;
  const measured = metrics.filter(({ group }) => MEASURED.includes(group));
  const settings = metrics.filter(({ group }) => group === 'settings');
  const tracks = useMemo<readonly Track[]>(
    () =>
      runs.flatMap((run, index) => {
        const points = series[index] ?? null;
        return points === null ? [] : [{ label: sideLabel(index), place: index, run, series: points }];
      }),
    [runs, series],
  );
  const distributions = useMemo(
    () => tracks.map(({ label, place = 0, series: points }) => ({ ...distributionOf(label, points), place })),
    [tracks],
  );
  const exportName = runs.length === 2 ? runs.map(runTitle).join(' and ') : `${runs.length} runs`;
  const toggle = <Switch label="Differences only" checked={onlyDifferences} onChange={setOnlyDifferences} />;
  return (
    <div className={styles.view}>
      <VerdictPanel compared={compared} />
      {explained}
      <div className={styles.numbersAndCharts} data-many={runs.length > 3 ? '' : undefined}>
        <Panel title="Metrics" actions={toggle}>
          <MetricTable
            caption="Metrics of the compared runs"
            rows={measured}
            compared={compared}
            onlyDifferences={onlyDifferences}
          />
        </Panel>
        {tracks.length > 0 && (
          <div className={styles.charts}>
            <DistributionCharts runs={distributions} exportName={exportName} />
            <OverTimeCharts tracks={tracks} hardware={null} cores={null} exportName={exportName} />
          </div>
        )}
      </div>
      <Panel title="Configuration">
        <MetricTable
          caption="Configuration of the compared runs"
          rows={settings}
          compared={compared}
          onlyDifferences={onlyDifferences}
          plain
        />
      </Panel>
    </div>
  );
}
