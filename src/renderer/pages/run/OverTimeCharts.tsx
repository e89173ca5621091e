import { useCallback, useMemo, useState } from 'react';
import type { HardwareSeries } from '../../../contract/hardware.ts';
import type { Run, RunSeries } from '../../../contract/run.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { cpuOverTime, memoryOverTime } from '../../../core/charts/hardware-over-time.ts';
import { latencyOverTime } from '../../../core/charts/latency-over-time.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { Switch } from '../../components/Switch.tsx';
import { ChartAside, ChartSurface } from './ChartSurface.tsx';
import { hardwareWithin, measuredRange, usualTop } from './time-range.ts';

export interface Track {
  readonly label: string;
  readonly run: Run;
  readonly series: RunSeries;
}

export interface OverTimeChartsProps {
  /** Keep its identity while the runs are the same. */
  readonly tracks: readonly Track[];
  readonly hardware: HardwareSeries | null;
  readonly cores: number | null;
  readonly exportName: string;
}

/** Iterations above, hardware below: one time axis, one crosshair, one zoom for all. */
export function OverTimeCharts({ tracks, hardware, cores, exportName }: OverTimeChartsProps) {
  const [cut, setCut] = useState(false);
  const range = useMemo(() => measuredRange(tracks.map(({ series }) => series)), [tracks]);
  const usual = Math.max(...tracks.map(({ series }) => usualTop(series)));
  const highest = Math.max(...tracks.map(({ run }) => run.latencyMs?.max ?? 0));
  const hasOutliers = highest > usual * 1.5;
  const group = `over-time ${tracks.map(({ run }) => run.id).join(' ')}`;
  const common = { group, exportName };

  const latency = useCallback(
    (palette: ChartPalette) =>
      latencyOverTime(
        {
          tracks: tracks.map(({ label, run, series }) => ({
            label,
            atSeconds: series.atSeconds,
            latencyMs: series.latencyMs,
            p50: run.latencyMs?.p50 ?? null,
            p50Low: run.latencyMs?.p50Low ?? null,
            p50High: run.latencyMs?.p50High ?? null,
          })),
          range,
          ...(cut && hasOutliers ? { topMs: usual } : {}),
        },
        palette,
      ),
    [tracks, range, cut, hasOutliers, usual],
  );

  return (
    <ChartSurface>
      <ChartView
        build={latency}
        height={240}
        headingLevel={2}
        {...common}
        actions={hasOutliers ? <Switch label="Cut above p99.5" checked={cut} onChange={setCut} /> : undefined}
      />
      {tracks.length === 1 && <Hardware hardware={hardware} range={range} cores={cores} {...common} />}
    </ChartSurface>
  );
}

interface HardwareProps extends Pick<OverTimeChartsProps, 'hardware' | 'cores' | 'exportName'> {
  readonly range: { readonly min: number; readonly max: number };
  readonly group: string;
}

function Hardware({ hardware, range, cores, ...common }: HardwareProps) {
  const series = useMemo(
    () => (hardware === null ? null : hardwareWithin(hardware, range)),
    [hardware, range],
  );
  const cpu = useCallback(
    (palette: ChartPalette) => (series === null ? null : cpuOverTime({ series, cores, range }, palette)),
    [series, cores, range],
  );
  const memory = useCallback(
    (palette: ChartPalette) => (series === null ? null : memoryOverTime({ series, cores, range }, palette)),
    [series, cores, range],
  );
  if (series === null || series.atSeconds.length < 2) {
    return (
      <ChartAside>
        No hardware beneath: fewer than two samples of it, taken twice a second, fell into this run.
      </ChartAside>
    );
  }
  return (
    <>
      <ChartView build={cpu} height={120} {...common} />
      <ChartView build={memory} height={120} {...common} />
    </>
  );
}
