import type { SweepCell } from '../../contract/sweep.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { plotGrid } from './frame.ts';
import { lineLook } from './line-looks.ts';
import { sizeAxis } from './size-axis.ts';
import { cellLabel, SWEEP_AXES, valueOn, variedAxes, type SweepAxisName } from './sweep-axes.ts';
import { axisTitle, SWEEP_METRIC, type SweepMetricName } from './sweep-metric.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';
import { valueAxis } from './value-axis.ts';

/** A metric against one size: a line for each combination of the rest, with the interval of each point. */
export function sweepLines(
  cells: readonly SweepCell[],
  axis: 'batch' | 'sequence' | 'threads',
  metricName: SweepMetricName,
  palette: ChartPalette,
): Chart | null {
  const metric = SWEEP_METRIC[metricName];
  const drawn = cells.filter((cell) => metric.value(cell) !== null && cell[axis] !== null);
  if (drawn.length === 0) return null;
  const others = variedAxes(drawn)
    .map(({ name }) => name)
    .filter((name) => name !== axis);
  const lines = linesAlong(axis, others, drawn).map((line, index) => ({
    ...line,
    ...lineLook(palette, index),
  }));
  const all = drawn.flatMap((cell) => [metric.value(cell) as number, ...(metric.interval(cell) ?? [])]);
  const unit = metric.unit(Math.max(...all));
  const x = sizeAxis(
    palette,
    axis,
    drawn.map((cell) => cell[axis] as number),
  );
  return {
    title: `${metric.label} by ${axis}`,
    description: `${metric.label} by ${axis}. ${lines
      .map(({ label, cells: line }) => {
        const points = line.map(
          (cell) => `${valueOn(axis, cell)}: ${metric.format(metric.value(cell) as number)}`,
        );
        return `${label}: ${points.join(', ')}`;
      })
      .join('. ')}.`,
    legend: lines.length === 1 ? [] : lines.map(({ label, color }) => ({ label, color, value: '' })),
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: x.option,
      yAxis: valueAxis(palette, { name: axisTitle(metric, unit), unit }, all),
      tooltip: axisTooltip(palette, (points) => {
        const at = points.find(({ seriesId }) => seriesId?.startsWith('line-'))?.value[0];
        if (at === undefined || at === null) return '';
        return tooltipHtml(
          `${axis} ${Math.round(x.sizeAt(at))}`,
          lines.flatMap(({ label, color, cells: line }) =>
            line
              .filter((cell) => x.at(cell[axis] as number) === at)
              .map((cell) => ({ label, color, value: withInterval(metricName, cell) })),
          ),
        );
      }),
      series: lines.flatMap(({ label, color, type, cells: line }) => [
        {
          id: `line-${label}`,
          name: label,
          type: 'line',
          data: line.map((cell) => [x.at(cell[axis] as number), metric.value(cell)]),
          symbol: 'circle',
          symbolSize: 6,
          lineStyle: { color, width: 1.5, type },
          itemStyle: { color },
          emphasis: { disabled: true },
        },
        {
          id: `interval-${label}`,
          type: 'line',
          data: line.flatMap((cell) => {
            const interval = metric.interval(cell);
            const at = x.at(cell[axis] as number);
            return interval === null
              ? []
              : [
                  [at, interval[0]],
                  [at, interval[1]],
                  [at, null],
                ];
          }),
          showSymbol: false,
          silent: true,
          lineStyle: { color, width: 3, opacity: 0.35 },
          emphasis: { disabled: true },
        },
      ]),
    },
    table: () => [
      ...[axis, ...others].map((name) => ({ label: name, values: drawn.map((cell) => valueOn(name, cell)) })),
      { label: `${metric.label} (${baseUnit(metricName)})`, values: drawn.map((cell) => metric.value(cell)) },
      { label: 'low', values: drawn.map((cell) => metric.interval(cell)?.[0] ?? null) },
      { label: 'high', values: drawn.map((cell) => metric.interval(cell)?.[1] ?? null) },
    ],
  };
}

export function baseUnit(metric: SweepMetricName): string {
  return { latency: 'ms', samples: '1/s', tokens: '1/s', memory: 'bytes' }[metric];
}

export function withInterval(metricName: SweepMetricName, cell: SweepCell): string {
  const metric = SWEEP_METRIC[metricName];
  const value = metric.value(cell);
  if (value === null) return '—';
  const interval = metric.interval(cell);
  return interval === null
    ? metric.format(value)
    : `${metric.format(value)}  (${metric.format(interval[0])} – ${metric.format(interval[1])})`;
}

function linesAlong(
  axis: 'batch' | 'sequence' | 'threads',
  others: readonly SweepAxisName[],
  cells: readonly SweepCell[],
): readonly { readonly label: string; readonly cells: readonly SweepCell[] }[] {
  const lines = new Map<string, SweepCell[]>();
  const inOrder = cells.toSorted(
    (a, b) => a.batch - b.batch || (a.sequence ?? 0) - (b.sequence ?? 0) || a.index - b.index,
  );
  // Levels set the sizes, so along a size they are no line of their own.
  const names = SWEEP_AXES.filter((name) => others.includes(name) && name !== 'level');
  for (const cell of inOrder) {
    const label = cellLabel(cell, names) || 'all cells';
    lines.set(label, [...(lines.get(label) ?? []), cell]);
  }
  return [...lines].map(([label, line]) => ({
    label,
    cells: line.toSorted((a, b) => (a[axis] ?? 0) - (b[axis] ?? 0)),
  }));
}
