import { useMemo } from 'react';
import type { HardwareSeries } from '../../../contract/hardware.ts';
import type { Run, RunSeries } from '../../../contract/run.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useHardware, useSeries } from '../../state/queries.ts';
import { runTitle } from '../runs/run-title.ts';
import { OverTimeCharts } from '../run/OverTimeCharts.tsx';
import styles from './EndedCharts.module.css';

/** The same charts as live, from what was stored: exact, and all of it. */
export function EndedCharts({ run }: { readonly run: Run }) {
  const series = useSeries(run.id);
  const hardware = useHardware(run.id);
  if (series.isError) return <ErrorState error={series.error} onRetry={() => void series.refetch()} inline />;
  if (series.isPending || hardware.isPending) {
    return (
      <Loading label="Loading the samples">
        <div className={styles.room}>
          <Skeleton shape="chart" />
        </div>
      </Loading>
    );
  }
  if (series.data === null || series.data.atSeconds.length === 0) return null;
  return <Measured run={run} series={series.data} hardware={hardware.data ?? null} />;
}

interface MeasuredProps {
  readonly run: Run;
  readonly series: RunSeries;
  readonly hardware: HardwareSeries | null;
}

function Measured({ run, series, hardware }: MeasuredProps) {
  const tracks = useMemo(() => [{ label: 'latency', run, series }], [run, series]);
  return (
    <OverTimeCharts
      tracks={tracks}
      hardware={hardware}
      cores={run.environment?.cpu.cores ?? null}
      exportName={runTitle(run)}
    />
  );
}
