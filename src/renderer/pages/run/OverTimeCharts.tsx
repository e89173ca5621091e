import { useCallback, useMemo, useState } from 'react';
import type { HardwareSeries } from '../../../contract/hardware.ts';
import type { Run, RunSeries } from '../../../contract/run.ts';
import type { ChartPalette, Range } from '../../../core/charts/chart.ts';
import { cpuOverTime, memoryOverTime } from '../../../core/charts/hardware-over-time.ts';
import { latencyOverTime } from '../../../core/charts/latency-over-time.ts';
import type { MarkedSpan } from '../../../core/charts/marked-spans.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { Switch } from '../../components/Switch.tsx';
import { RowChart } from '../hardware/RowChart.tsx';
import { ChartAside, ChartSurface } from './ChartSurface.tsx';
import { HardwareMarks } from './HardwareMarks.tsx';
import { useRunHardware } from './use-run-hardware.ts';
import { hardwareWithin, measuredRange, usualTop } from './time-range.ts';

export interface Track {
  readonly label: string;
  readonly run: Run;
  readonly series: RunSeries;
  /** In a comparison, for its hue. */
  readonly place?: number;
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
  const beneath = useMemo(
    () => (hardware === null || tracks.length > 1 ? null : hardwareWithin(hardware, range)),
    [hardware, tracks, range],
  );
  const recorded = useRunHardware(tracks.length === 1 ? (tracks[0]?.run.id ?? null) : null, range);
  const rows = recorded?.rows ?? [];
  const hasHardware = beneath !== null && beneath.atSeconds.length >= 2;

  const latency = useCallback(
    (palette: ChartPalette) =>
      latencyOverTime(
        {
          tracks: tracks.map(({ label, run, series, place = 0 }) => ({
            label,
            place,
            atSeconds: series.atSeconds,
            latencyMs: series.latencyMs,
            p50: run.latencyMs?.p50 ?? null,
            p50Low: run.latencyMs?.intervals.p50?.[0] ?? null,
            p50High: run.latencyMs?.intervals.p50?.[1] ?? null,
          })),
          range,
          namelessTime: hasHardware,
          ...(cut && hasOutliers ? { topMs: usual } : {}),
        },
        palette,
      ),
    [tracks, range, hasHardware, cut, hasOutliers, usual],
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
      {hasHardware && (
        <Hardware
          series={beneath}
          range={range}
          cores={cores}
          spans={recorded?.marks.processor}
          isLast={rows.length === 0}
          {...common}
        />
      )}
      {recorded !== null &&
        rows.map((row, index) => (
          <RowChart
            key={row.id}
            row={row}
            series={recorded.series}
            range={range}
            isLast={index === rows.length - 1}
            spans={row.device.kind === 'gpu' ? recorded.marks.cards : NO_SPANS}
            chartGroup={group}
            exportName={exportName}
          />
        ))}
      {recorded !== null && <HardwareMarks hardware={recorded} />}
      {!hasHardware && tracks.length === 1 && (
        <ChartAside>No hardware beneath: fewer than two samples of it fell into this run.</ChartAside>
      )}
    </ChartSurface>
  );
}

/** One identity, so that nothing is drawn again. */
const NO_SPANS: readonly MarkedSpan[] = [];

interface HardwareProps {
  readonly spans: readonly MarkedSpan[] | undefined;
  /** Nothing stands below it that names the time. */
  readonly isLast: boolean;
  readonly series: HardwareSeries;
  readonly range: Range;
  readonly cores: number | null;
  readonly group: string;
  readonly exportName: string;
}

function Hardware({ series, range, cores, spans = NO_SPANS, isLast, ...common }: HardwareProps) {
  const cpu = useCallback(
    (palette: ChartPalette) => cpuOverTime({ series, cores, range, spans, namelessTime: true }, palette),
    [series, cores, range, spans],
  );
  const memory = useCallback(
    (palette: ChartPalette) => memoryOverTime({ series, cores, range, namelessTime: !isLast }, palette),
    [series, cores, range, isLast],
  );
  return (
    <>
      <ChartView build={cpu} height={112} {...common} />
      <ChartView build={memory} height={isLast ? 128 : 112} {...common} />
    </>
  );
}
