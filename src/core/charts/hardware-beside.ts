import type { HardwareSeries } from '../../contract/hardware.ts';
import { formatBytes, formatDuration, formatPercent } from '../../contract/units.ts';
import { downSample } from '../analysis/down-sample.ts';
import type { Chart, ChartPalette, Range } from './chart.ts';
import { horizontalAxis, NAMELESS_BOTTOM, plotGrid, verticalAxis } from './frame.ts';
import { extent, pairs } from './latency-over-time.ts';
import { byteUnit, elapsedUnit } from './scale.ts';
import { sideLook } from './side-look.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

const MOST_ALTOGETHER = 20_000;
const MOST_POINTS = 2000;

export const HARDWARE_BESIDE = ['cpuPercent', 'workerCpuPercent', 'workerBytes', 'memoryUsedBytes'] as const;
export type BesideMetric = (typeof HARDWARE_BESIDE)[number];

const METRICS: Readonly<Record<BesideMetric, { readonly title: string; readonly isBytes: boolean }>> = {
  cpuPercent: { title: 'Machine CPU', isBytes: false },
  workerCpuPercent: { title: 'Worker CPU, of one core', isBytes: false },
  workerBytes: { title: 'Worker memory', isBytes: true },
  memoryUsedBytes: { title: 'Machine memory', isBytes: true },
};

export interface HardwareSide {
  /** "A". */
  readonly label: string;
  /** In the comparison, for its hue. */
  readonly place: number;
  /** Seconds since the run's first measured iteration. */
  readonly series: HardwareSeries;
}

export interface HardwareBeside {
  readonly metric: BesideMetric;
  readonly sides: readonly HardwareSide[];
  readonly range: Range;
  /** Labels stay, the name goes: for all but the lowest of charts that share one time axis. */
  readonly namelessTime: boolean;
}

/** One metric of several runs over each other, each from its own first measured iteration on. */
export function hardwareBeside(
  { metric, sides, range, namelessTime }: HardwareBeside,
  palette: ChartPalette,
): Chart {
  const { title, isBytes } = METRICS[metric];
  const format = isBytes ? formatBytes : formatPercent;
  const points = Math.min(MOST_POINTS, Math.floor(MOST_ALTOGETHER / Math.max(1, sides.length)));
  const lines = sides.map(({ label, place, series }) => {
    const values = series[metric];
    const known = values.filter((value) => Number.isFinite(value));
    const mean = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
    return {
      label,
      place,
      known,
      mean,
      at: series.atSeconds,
      values,
      ...downSample(series.atSeconds, values, points),
      ...sideLook(palette, place),
    };
  });
  const highest = extent(lines.map(({ known }) => known)).max;
  const top = metric === 'cpuPercent' ? 100 : highest;
  const unit = isBytes ? byteUnit(top) : { name: '%', size: 1 };
  const elapsed = elapsedUnit(range.max * 1000);
  const seconds = { name: elapsed.name, size: elapsed.size / 1000 };
  return {
    title,
    description: `${title} over time. ${lines
      .map(({ label, mean }) => `${label}: ${mean === null ? 'not measured' : `mean ${format(mean)}`}`)
      .join('. ')}.`,
    legend: lines.map(({ label, color, mean }) => ({ label, color, value: format(mean) })),
    option: {
      animation: false,
      grid: plotGrid(namelessTime ? { bottom: NAMELESS_BOTTOM } : {}),
      xAxis: horizontalAxis(
        palette,
        { name: `since the first iteration (${seconds.name})`, unit: seconds, nameless: namelessTime },
        range,
      ),
      yAxis: verticalAxis(palette, { name: unit.name, unit }, { min: 0, max: top }, 2),
      tooltip: axisTooltip(palette, (seen) =>
        tooltipHtml(
          `at ${formatDuration((seen[0]?.value[0] ?? 0) * 1000)}`,
          seen.flatMap((point) => {
            const line = lines[point.seriesIndex ?? 0];
            return line === undefined
              ? []
              : [{ label: line.label, value: format(point.value[1]), color: line.color }];
          }),
        ),
      ),
      series: lines.map(({ label, x, y, color, type }) => ({
        id: `${metric}-${label}`,
        name: label,
        type: 'line',
        data: pairs(x, y),
        showSymbol: x.length < 2,
        symbolSize: 4,
        lineStyle: { color, width: 1.5, type },
        itemStyle: { color },
        emphasis: { disabled: true },
      })),
    },
    table: () =>
      lines.flatMap(({ label, at, values }) => [
        { label: `${label} elapsed (s)`, values: at },
        { label: `${label} ${title} (${isBytes ? 'bytes' : '%'})`, values },
      ]),
  };
}
