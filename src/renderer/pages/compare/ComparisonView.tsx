import { useMemo, useState } from 'react';
import type { Comparison, ProfilingEffect } from '../../../contract/comparison.ts';
import { Callout } from '../../components/Callout.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Switch } from '../../components/Switch.tsx';
import { distributionOf } from '../run/distribution-of.ts';
import { DistributionCharts } from '../run/DistributionCharts.tsx';
import { OverTimeCharts, type Track } from '../run/OverTimeCharts.tsx';
import { runTitle } from '../runs/run-title.ts';
import { TrustButton } from '../trust/TrustButton.tsx';
import { DifferenceTable } from './DifferenceTable.tsx';
import { TestedVerdict } from './TestedVerdict.tsx';
import styles from './ComparePage.module.css';

const PROFILING_TITLES: Readonly<Record<ProfilingEffect['kind'], string>> = {
  flips: 'Profiling turns these two around',
  invents: 'Profiling shows a difference that is none',
  hides: 'Profiling hides the difference',
};

export function ComparisonView({ comparison }: { readonly comparison: Comparison }) {
  const [onlyDifferences, setOnlyDifferences] = useState(true);
  const { a, b, seriesA, seriesB, cautions, profiling, metrics, configuration, environment } = comparison;
  const tracks = useMemo<readonly Track[]>(
    () =>
      seriesA === null || seriesB === null
        ? []
        : [
            { label: 'A', run: a, series: seriesA },
            { label: 'B', run: b, series: seriesB },
          ],
    [a, b, seriesA, seriesB],
  );
  const distributions = useMemo(
    () => tracks.map(({ label, series }) => distributionOf(label, series)),
    [tracks],
  );
  const exportName = `${runTitle(a)} and ${runTitle(b)}`;
  return (
    <div className={styles.view}>
      <TestedVerdict comparison={comparison} />
      <div className={styles.trust}>
        <TrustButton run={a} side="A" />
        <TrustButton run={b} side="B" />
      </div>
      {profiling !== null && (
        <Callout tone="warning" title={PROFILING_TITLES[profiling.kind]}>
          {profiling.sentence}
        </Callout>
      )}
      {cautions.length > 0 && (
        <Callout tone="warning" title="Mind when reading this">
          <ul className={styles.cautions}>
            {cautions.map((caution) => (
              <li key={caution}>{caution}</li>
            ))}
          </ul>
        </Callout>
      )}
      <div className={styles.numbersAndCharts}>
        <Panel title="Metrics">
          <DifferenceTable caption="Metrics of A and B" rows={metrics} comparison={comparison} />
        </Panel>
        {tracks.length > 0 && (
          <div className={styles.charts}>
            <DistributionCharts runs={distributions} exportName={exportName} />
            <OverTimeCharts tracks={tracks} hardware={null} cores={null} exportName={exportName} />
          </div>
        )}
      </div>
      <div className={styles.pair}>
        <Panel
          title="Configuration"
          actions={
            <Switch label="Differences only" checked={onlyDifferences} onChange={setOnlyDifferences} />
          }
        >
          <DifferenceTable
            caption="Configuration of A and B"
            rows={configuration}
            comparison={comparison}
            onlyDifferences={onlyDifferences}
            plain
          />
        </Panel>
        <Panel title="Environment">
          <DifferenceTable
            caption="Environment of A and B"
            rows={environment}
            comparison={comparison}
            onlyDifferences={onlyDifferences}
            plain
          />
        </Panel>
      </div>
    </div>
  );
}
