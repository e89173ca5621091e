import { formatCount, formatDuration, formatNumber } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { horizontalAxis, plotGrid, verticalAxis } from './frame.ts';
import { lineLook } from './line-looks.ts';
import { durationUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

export interface QueueLine {
  readonly label: string;
  readonly atUs: Float64Array;
  readonly length: Float64Array;
  readonly mean: number;
  readonly max: number;
}

/** How much was launched and not yet begun, stream by stream: near zero, the device waits for the host. */
export function queueLength(lines: readonly QueueLine[], palette: ChartPalette): Chart {
  const last = Math.max(...lines.map(({ atUs }) => (atUs.at(-1) ?? 0) / 1000), 0) || 1;
  const most = Math.max(...lines.map(({ max }) => max), 1);
  const unit = durationUnit(last);
  return {
    title: 'Launched and not yet begun',
    description: lines
      .slice(0, 4)
      .map(
        ({ label, mean, max }) => `${label}: ${formatNumber(mean)} on average, at most ${formatCount(max)}`,
      )
      .join('; '),
    legend: lines.map(({ label, mean }, place) => ({
      label,
      color: lineLook(palette, place).color,
      value: `mean ${formatNumber(mean)}`,
    })),
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: horizontalAxis(
        palette,
        { name: `time in the trace (${unit.name})`, unit },
        { min: 0, max: last },
      ),
      yAxis: verticalAxis(
        palette,
        { name: 'in the queue', unit: { name: '', size: 1 } },
        { min: 0, max: most },
      ),
      tooltip: axisTooltip(palette, (points) =>
        tooltipHtml(
          formatDuration(points[0]?.value[0] ?? 0),
          points.map(({ seriesIndex = 0, value }) => ({
            label: lines[seriesIndex]?.label ?? '',
            value: formatCount(value[1] ?? 0),
            color: lineLook(palette, seriesIndex).color,
          })),
        ),
      ),
      series: lines.map(({ label, atUs, length }, place) => ({
        id: label,
        type: 'line',
        step: 'end',
        symbol: 'none',
        sampling: 'minmax',
        lineStyle: { width: 1.2, ...lineLook(palette, place) },
        data: Array.from(atUs, (at, index) => [at / 1000, length[index] ?? 0]),
        emphasis: { disabled: true },
      })),
    },
    table: () => {
      const points = lines.flatMap(({ label, atUs, length }) =>
        Array.from(atUs, (at, index) => ({ label, at, count: length[index] ?? 0 })),
      );
      return [
        { label: 'stream', values: points.map(({ label }) => label) },
        { label: 'time (µs)', values: points.map(({ at }) => at) },
        { label: 'in the queue', values: points.map(({ count }) => count) },
      ];
    },
  };
}
