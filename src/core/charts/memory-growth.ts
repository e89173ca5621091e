import type { ProfileMemory } from '../../contract/profile.ts';
import { formatBytes, formatCount } from '../../contract/units.ts';
import { downSample } from '../analysis/down-sample.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { horizontalAxis, plotGrid, verticalAxis } from './frame.ts';
import { byteUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

const MOST_POINTS = 2000;

/** What the process and the runtime's arena hold after each profiled iteration, as the change since the first. */
export function memoryGrowth(growth: ProfileMemory['growth'], palette: ChartPalette): Chart {
  const lines = [
    { id: 'resident', label: 'process, resident', color: palette.purple, bytes: growth.residentBytes },
    { id: 'in-use', label: 'arena, in use', color: palette.sky, bytes: growth.inUseBytes },
  ].flatMap((line) => {
    const first = line.bytes.find((bytes) => bytes !== null);
    if (first == null) return [];
    const change = Float64Array.from(line.bytes, (bytes) => (bytes === null ? Number.NaN : bytes - first));
    return [{ ...line, first, change }];
  });
  const known = lines.flatMap(({ change }) => [...change].filter((bytes) => !Number.isNaN(bytes)));
  const low = known.reduce((least, bytes) => Math.min(least, bytes), 0);
  const high = known.reduce((most, bytes) => Math.max(most, bytes), 0);
  const unit = byteUnit(Math.max(-low, high));
  const count = Math.max(growth.residentBytes.length, growth.inUseBytes.length);
  return {
    title: 'Change since the first profiled iteration',
    description: `Memory over ${formatCount(count)} profiled iterations. ${lines
      .map(
        ({ label, change, first }) =>
          `${label}: ${formatBytes(first)} at first, ${formatBytes(lastOf(change))} more at the end`,
      )
      .join('. ')}.`,
    legend: lines.map(({ label, color, first }) => ({
      label,
      color,
      value: `${formatBytes(first)} at first`,
    })),
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: {
        ...horizontalAxis(
          palette,
          { name: 'profiled iteration', unit: { name: '', size: 1 } },
          { min: 1, max: Math.max(2, count) },
        ),
        minInterval: 1,
      },
      yAxis: verticalAxis(
        palette,
        { name: `change (${unit.name})`, unit },
        { min: low, max: high > low ? high : low + unit.size },
      ),
      tooltip: axisTooltip(palette, (points) =>
        tooltipHtml(
          `iteration ${formatCount(points[0]?.value[0] ?? 0)}`,
          points.flatMap((point) => {
            const line = lines[point.seriesIndex ?? 0];
            const change = point.value[1];
            return line === undefined || change == null
              ? []
              : [{ label: line.label, value: signed(change), color: line.color }];
          }),
        ),
      ),
      series: lines.map(({ id, label, color, change }) => {
        const drawn = downSample(
          Float64Array.from(change, (_, index) => index + 1),
          change,
          MOST_POINTS,
        );
        return {
          id,
          name: label,
          type: 'line',
          data: Array.from(drawn.x, (x, index) => [x, drawn.y[index]]),
          showSymbol: drawn.x.length < 2,
          symbolSize: 4,
          lineStyle: { color, width: 1.5 },
          itemStyle: { color },
          emphasis: { disabled: true },
        };
      }),
    },
    table: () => [
      { label: 'iteration', values: Array.from({ length: count }, (_, index) => index + 1) },
      { label: 'resident (bytes)', values: growth.residentBytes },
      { label: 'in use (bytes)', values: growth.inUseBytes },
    ],
  };
}

function lastOf(change: Float64Array): number {
  return change.findLast((bytes) => !Number.isNaN(bytes)) ?? 0;
}

function signed(bytes: number): string {
  return bytes < 0 ? `−${formatBytes(-bytes)}` : `+${formatBytes(bytes)}`;
}
