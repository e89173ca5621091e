import { useCallback } from 'react';
import type { Run } from '../../../contract/run.ts';
import type { ScenarioConfig, ScenarioResult } from '../../../contract/scenario.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { scenarioBatches } from '../../../core/charts/scenario-batches.ts';
import { scenarioLatency } from '../../../core/charts/scenario-latency.ts';
import { scenarioThroughput } from '../../../core/charts/scenario-throughput.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { Callout } from '../../components/Callout.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useDetails } from '../../state/queries.ts';
import { isLive } from '../runs/run-menu.tsx';
import { runTitle } from '../runs/run-title.ts';
import { ChartSurface } from './ChartSurface.tsx';
import { findingsOf, scenarioSetting } from './scenario-words.ts';
import { ScenarioTable } from './ScenarioTable.tsx';
import styles from './ScenarioSection.module.css';

/** What a scenario gave, point by point; nothing for a run that is none. */
export function ScenarioSection({ run }: { readonly run: Run }) {
  const { scenario } = run.config;
  const details = useDetails(run.id, scenario !== null && !isLive(run));
  if (scenario === null || isLive(run)) return null;
  if (details.isError) {
    return <ErrorState error={details.error} onRetry={() => void details.refetch()} inline />;
  }
  if (details.data === undefined) {
    return (
      <Loading label="Loading the scenario">
        <Skeleton shape="chart" />
      </Loading>
    );
  }
  const result = details.data.scenario;
  if (result === null) {
    return (
      <Panel title={titleOf(scenario)}>
        <p className={styles.none}>No point was measured to its end: there is no throughput to show.</p>
      </Panel>
    );
  }
  return <Measured run={run} scenario={scenario} result={result} />;
}

interface MeasuredProps {
  readonly run: Run;
  readonly scenario: ScenarioConfig;
  readonly result: ScenarioResult;
}

function Measured({ run, scenario, result }: MeasuredProps) {
  const shown = result.points[result.shown];
  const throughput = useCallback((palette: ChartPalette) => scenarioThroughput(result, palette), [result]);
  const latency = useCallback((palette: ChartPalette) => scenarioLatency(result, palette), [result]);
  const batches = useCallback(
    (palette: ChartPalette) =>
      shown === undefined ? null : scenarioBatches(shown, scenario.maxBatch, palette),
    [shown, scenario.maxBatch],
  );
  const { warnings, remarks } = findingsOf(scenario, result, run.status);
  const words = { height: 260, headingLevel: 2, exportName: runTitle(run) } as const;
  return (
    <>
      <Panel title={titleOf(scenario)}>
        <p className={styles.setting}>{scenarioSetting(run.config)}</p>
        {warnings.map((text) => (
          <Callout key={text} tone="warning">
            {text}
          </Callout>
        ))}
        <ScenarioTable result={result} maxBatch={scenario.maxBatch} />
        <ul className={styles.remarks}>
          {remarks.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </Panel>
      {result.points.length > 1 && (
        <div className={styles.pair}>
          <ChartSurface>
            <ChartView build={throughput} {...words} />
          </ChartSurface>
          <ChartSurface>
            <ChartView build={latency} {...words} />
          </ChartSurface>
        </div>
      )}
      {(shown?.batchCounts.length ?? 0) > 1 && (
        <ChartSurface>
          <ChartView build={batches} {...words} height={180} />
        </ChartSurface>
      )}
    </>
  );
}

function titleOf({ kind }: ScenarioConfig): string {
  return `Scenario: ${kind}`;
}
