import type { HardwareSeries } from '../../contract/hardware.ts';
import { formatBytes, formatDuration, formatPercent } from '../../contract/units.ts';
import { downSample } from '../analysis/down-sample.ts';
import type { Chart, ChartPalette, Range } from './chart.ts';
import { horizontalAxis, NAMELESS_BOTTOM, plotGrid, verticalAxis } from './frame.ts';
import { extent, pairs } from './latency-over-time.ts';
import { spanAreas, spanWords, type MarkedSpan } from './marked-spans.ts';
import type { AxisUnit } from './scale.ts';
import { byteUnit, elapsedUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

const MOST_POINTS = 2000;

type Columns = Omit<HardwareSeries, 'runId'>;

export interface HardwareOverTime {
  readonly series: Columns;
  /** Logical cores: makes the worker's share comparable with the machine's. Null: shown in percent of one core. */
  readonly cores: number | null;
  /** The x axis in seconds, the same as the latency chart's. */
  readonly range?: Range;
  /** Stretches in which the machine was not all the measurement's. */
  readonly spans?: readonly MarkedSpan[];
  /** Labels stay, the name goes: for all but the lowest of charts that share one time axis. */
  readonly namelessTime?: boolean;
}

interface Curve {
  readonly id: string;
  readonly label: string;
  readonly color: string;
  readonly values: Float64Array;
  readonly area: boolean;
}

export function cpuOverTime(data: HardwareOverTime, palette: ChartPalette): Chart {
  const { series, cores } = data;
  const share = series.workerCpuPercent.map((percent) => (cores === null ? percent : percent / cores));
  const curves: Curve[] = [
    { id: 'machine', label: 'machine', color: palette.sky, values: series.cpuPercent, area: true },
    {
      id: 'worker',
      label: cores === null ? 'worker, of one core' : 'worker',
      color: palette.blue,
      values: share,
      area: false,
    },
  ];
  const top = Math.max(100, extent([finite(share)]).max);
  return overTime({
    title: 'CPU',
    unitName: '%',
    unit: { name: '%', size: 1 },
    top,
    ticks: 2,
    curves,
    recorded: curves,
    data,
    palette,
    format: formatPercent,
    tableUnit: '%',
  });
}

export function memoryOverTime(data: HardwareOverTime, palette: ChartPalette): Chart {
  const { series } = data;
  const worker = extent([finite(series.workerBytes)]).max;
  const machine = extent([finite(series.memoryUsedBytes)]).max;
  const hasWorker = finite(series.workerBytes).length > 0;
  const curves: Curve[] = [
    { id: 'worker', label: 'worker', color: palette.purple, values: series.workerBytes, area: true },
    { id: 'machine', label: 'machine', color: palette.sky, values: series.memoryUsedBytes, area: false },
  ];
  // Beside a machine that uses far more, the worker's line would lie on the floor: its own scale tells more.
  const ownScale = hasWorker && machine > worker * 8;
  const top = ownScale ? worker : Math.max(hasWorker ? worker : 0, machine);
  const unit = byteUnit(top);
  return overTime({
    title: 'Memory',
    unitName: unit.name,
    unit,
    top,
    ticks: 2,
    curves: curves.filter(({ id }) => (id === 'worker' ? hasWorker : !ownScale)),
    recorded: curves,
    data,
    palette,
    format: formatBytes,
    tableUnit: 'bytes',
  });
}

interface Drawing {
  readonly title: string;
  readonly unitName: string;
  readonly unit: AxisUnit;
  readonly top: number;
  readonly ticks: number;
  readonly curves: readonly Curve[];
  /** Those not drawn included. */
  readonly recorded: readonly Curve[];
  readonly data: HardwareOverTime;
  readonly palette: ChartPalette;
  readonly format: (value: number | null | undefined) => string;
  readonly tableUnit: string;
}

function overTime(drawing: Drawing): Chart {
  const { title, unit, unitName, curves, data, palette, format } = drawing;
  const at = data.series.atSeconds;
  const range = data.range ?? extent([at]);
  const elapsed = elapsedUnit(range.max * 1000);
  const seconds = { name: elapsed.name, size: elapsed.size / 1000 };
  return {
    title,
    description: `${title} over time. ${curves.map((curve) => words(curve, format)).join('. ')}.${spanWords(data.spans)}`,
    legend: curves.map((curve) => ({ label: curve.label, color: curve.color, value: mean(curve, format) })),
    option: {
      animation: false,
      grid: plotGrid(data.namelessTime === true ? { bottom: NAMELESS_BOTTOM } : {}),
      xAxis: horizontalAxis(
        palette,
        { name: `elapsed (${seconds.name})`, unit: seconds, nameless: data.namelessTime === true },
        range,
      ),
      yAxis: verticalAxis(
        palette,
        { name: `${title} (${unitName})`, unit },
        { min: 0, max: drawing.top },
        drawing.ticks,
      ),
      tooltip: axisTooltip(palette, (points) =>
        tooltipHtml(
          `at ${formatDuration((points[0]?.value[0] ?? 0) * 1000)}`,
          points.flatMap((point) => {
            const curve = curves[point.seriesIndex ?? 0];
            return curve === undefined
              ? []
              : [{ label: curve.label, value: format(point.value[1]), color: curve.color }];
          }),
        ),
      ),
      series: curves.map(({ id, label, color, values, area }, index) => {
        const line = downSample(at, values, MOST_POINTS);
        return {
          id: `${title}-${id}`,
          name: label,
          type: 'line',
          data: pairs(line.x, line.y),
          showSymbol: line.x.length < 2,
          symbolSize: 4,
          lineStyle: { color, width: 1.5 },
          itemStyle: { color },
          ...(area ? { areaStyle: { color, opacity: 0.15 } } : {}),
          emphasis: { disabled: true },
          ...(index === 0 ? spanAreas(palette, data.spans) : {}),
        };
      }),
    },
    table: () => [
      { label: 'elapsed (s)', values: at },
      ...drawing.recorded.map(({ label, values }) => ({ label: `${label} (${drawing.tableUnit})`, values })),
    ],
  };
}

function words(curve: Curve, format: Drawing['format']): string {
  const values = finite(curve.values);
  if (values.length === 0) return `${curve.label}: not measured`;
  return `${curve.label}: mean ${mean(curve, format)}, at most ${format(extent([values]).max)}`;
}

function mean(curve: Curve, format: Drawing['format']): string {
  const values = finite(curve.values);
  if (values.length === 0) return format(null);
  return format(values.reduce((sum, value) => sum + value, 0) / values.length);
}

function finite(values: Float64Array): Float64Array {
  return values.filter((value) => Number.isFinite(value));
}
