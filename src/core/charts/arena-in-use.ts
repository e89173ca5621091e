import type { OperatorProfile } from '../../contract/profile.ts';
import { formatBytes, formatCount } from '../../contract/units.ts';
import { downSample } from '../analysis/down-sample.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { plotGrid, verticalAxis } from './frame.ts';
import { cut, executionAxis } from './memory-plan.ts';
import { byteUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

const MOST_POINTS = 2000;

/** What the runtime said that its arena held after each operator, and at the most until then. */
export function arenaInUse(
  operators: readonly Pick<OperatorProfile, 'memory'>[],
  nameOf: (place: number) => string,
  palette: ChartPalette,
): Chart {
  const at = Float64Array.from(operators, (_, place) => place);
  const lines = [
    { label: 'in use', color: palette.sky, of: ({ liveBytes }: Told) => liveBytes },
    { label: 'highest until then', color: palette.muted, of: ({ peakBytes }: Told) => peakBytes },
  ].map((line) => ({
    ...line,
    bytes: Float64Array.from(operators, ({ memory }) => (memory === null ? Number.NaN : line.of(memory))),
  }));
  const most = lines.reduce(
    (high, { bytes }) => bytes.reduce((top, each) => (each > top ? each : top), high),
    0,
  );
  const unit = byteUnit(most);
  return {
    title: 'Arena in use',
    description: `What the runtime’s arena held after each of ${operators.length} operators: at most ${formatBytes(most)}.`,
    legend: lines.map(({ label, color }, index) => ({
      label,
      color,
      value: index === 0 ? '' : formatBytes(most),
    })),
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: executionAxis(palette, operators.length, false),
      yAxis: verticalAxis(palette, { name: `in use (${unit.name})`, unit }, { min: 0, max: most || 1 }, 2),
      tooltip: axisTooltip(palette, (points) => {
        const place = points[0]?.value[0] ?? 0;
        return tooltipHtml(
          `${formatCount(place + 1)}. ${cut(nameOf(place))}`,
          points.flatMap((point) => {
            const line = lines[point.seriesIndex ?? 0];
            return line === undefined
              ? []
              : [{ label: line.label, value: formatBytes(point.value[1]), color: line.color }];
          }),
        );
      }),
      series: lines.map(({ label, color, bytes }, index) => {
        const drawn = downSample(at, bytes, MOST_POINTS);
        return {
          id: label,
          type: 'line',
          step: 'middle',
          data: Array.from(drawn.x, (x, point) => [x, drawn.y[point]]),
          showSymbol: drawn.x.length < 2,
          lineStyle: { color, width: 1.5, type: index === 0 ? 'solid' : 'dashed' },
          itemStyle: { color },
          ...(index === 0 ? { areaStyle: { color, opacity: 0.15 } } : {}),
          emphasis: { disabled: true },
        };
      }),
    },
    pick: ({ x }) => (operators[Math.round(x)] === undefined ? null : Math.round(x)),
    table: () => [
      { label: 'operator', values: Array.from(at, nameOf) },
      { label: 'allocated (bytes)', values: operators.map(({ memory }) => memory?.allocatedBytes ?? null) },
      { label: 'in use (bytes)', values: operators.map(({ memory }) => memory?.liveBytes ?? null) },
      {
        label: 'highest until then (bytes)',
        values: operators.map(({ memory }) => memory?.peakBytes ?? null),
      },
    ],
  };
}

type Told = NonNullable<OperatorProfile['memory']>;
