import { useCallback, useMemo } from 'react';
import type { HardwareSeries } from '../../../contract/hardware.ts';
import type { Run, RunSeries } from '../../../contract/run.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { phasesBar } from '../../../core/charts/phases.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useHardware, useSeries } from '../../state/queries.ts';
import { isLive } from '../runs/run-menu.tsx';
import { runTitle } from '../runs/run-title.ts';
import { ChartSurface } from './ChartSurface.tsx';
import { DistributionCharts } from './DistributionCharts.tsx';
import { distributionOf } from './distribution-of.ts';
import { OverTimeCharts } from './OverTimeCharts.tsx';

export function RunCharts({ run }: { readonly run: Run }) {
  const ended = !isLive(run);
  const series = useSeries(run.id, ended);
  const hardware = useHardware(run.id, ended);
  if (series.isError) {
    return <ErrorState error={series.error} onRetry={() => void series.refetch()} inline />;
  }
  if (series.isLoading || hardware.isLoading) {
    return (
      <Loading label="Loading the samples">
        <Skeleton shape="chart" count={2} />
      </Loading>
    );
  }
  const measured = series.data ?? null;
  return (
    <>
      <Phases run={run} />
      {measured !== null && measured.atSeconds.length > 0 && (
        <Measured run={run} series={measured} hardware={hardware.data ?? null} />
      )}
    </>
  );
}

function Phases({ run }: { readonly run: Run }) {
  const { phases } = run;
  const build = useCallback((palette: ChartPalette) => phasesBar(phases, palette), [phases]);
  if (Object.values(phases).every((ms) => ms === null)) return null;
  return (
    <ChartSurface>
      <ChartView build={build} height={72} headingLevel={2} exportName={runTitle(run)} />
    </ChartSurface>
  );
}

interface MeasuredProps {
  readonly run: Run;
  readonly series: RunSeries;
  readonly hardware: HardwareSeries | null;
}

function Measured({ run, series, hardware }: MeasuredProps) {
  const tracks = useMemo(() => [{ label: 'latency', run, series }], [run, series]);
  const distributions = useMemo(() => [distributionOf('iterations', series)], [series]);
  return (
    <>
      <OverTimeCharts
        tracks={tracks}
        hardware={hardware}
        cores={run.environment?.cpu.cores ?? null}
        exportName={runTitle(run)}
      />
      <DistributionCharts runs={distributions} exportName={runTitle(run)} />
    </>
  );
}
