import type { ProfileMemory } from '../../contract/profile.ts';
import { formatBytes, formatCount } from '../../contract/units.ts';
import { downSample } from '../analysis/down-sample.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { horizontalAxis, NAMELESS_BOTTOM, plotGrid, verticalAxis } from './frame.ts';
import { byteUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

const MOST_POINTS = 2000;

export interface MemoryPlan {
  readonly memory: Pick<ProfileMemory, 'aliveBytes' | 'peakBytes' | 'peakAt'>;
  /** Of the operator at this place. */
  readonly nameOf: (place: number) => string;
}

/** How many bytes of values are alive after each operator, in order of execution, with the highest marked. */
export function memoryPlan({ memory, nameOf }: MemoryPlan, palette: ChartPalette): Chart {
  const { aliveBytes, peakBytes, peakAt } = memory;
  const at = Float64Array.from(aliveBytes, (_, place) => place);
  const line = downSample(at, Float64Array.from(aliveBytes), MOST_POINTS);
  const unit = byteUnit(peakBytes);
  const peak = `${formatBytes(peakBytes)} at ${cut(nameOf(peakAt))}`;
  return {
    title: 'Values alive',
    description: `Bytes of values alive after each of ${aliveBytes.length} operators. At most ${peak}.`,
    legend: [{ label: 'at most', color: palette.purple, value: peak }],
    option: {
      animation: false,
      grid: plotGrid({ bottom: NAMELESS_BOTTOM }),
      xAxis: executionAxis(palette, aliveBytes.length, true),
      yAxis: verticalAxis(palette, { name: `alive (${unit.name})`, unit }, { min: 0, max: peakBytes }),
      tooltip: axisTooltip(palette, (points) => {
        const [place = 0, bytes = 0] = points[0]?.value ?? [];
        return tooltipHtml(`${formatCount((place ?? 0) + 1)}. ${cut(nameOf(place ?? 0))}`, [
          { label: 'alive', value: formatBytes(bytes), color: palette.purple },
        ]);
      }),
      series: [
        {
          id: 'alive',
          type: 'line',
          step: 'middle',
          data: Array.from(line.x, (x, index) => [x, line.y[index]]),
          showSymbol: aliveBytes.length === 1,
          lineStyle: { color: palette.purple, width: 1.5 },
          itemStyle: { color: palette.purple },
          areaStyle: { color: palette.purple, opacity: 0.15 },
          emphasis: { disabled: true },
        },
        {
          id: 'peak',
          type: 'scatter',
          data: aliveBytes.length === 0 ? [] : [[peakAt, peakBytes]],
          symbolSize: 9,
          itemStyle: { color: palette.purple, borderColor: palette.surface, borderWidth: 2 },
          silent: true,
          z: 5,
        },
      ],
    },
    pick: ({ x }) => (aliveBytes[Math.round(x)] === undefined ? null : Math.round(x)),
    table: () => [
      { label: 'place', values: Array.from(at, (place) => place + 1) },
      { label: 'operator', values: Array.from(at, nameOf) },
      { label: 'alive (bytes)', values: aliveBytes },
    ],
  };
}

/** Operators by the order in which they ran: charts of it stand above each other. */
export function executionAxis(
  palette: ChartPalette,
  count: number,
  nameless: boolean,
): Readonly<Record<string, unknown>> {
  const axis = horizontalAxis(
    palette,
    { name: 'operators, in order of execution', unit: { name: '', size: 1 }, nameless },
    { min: 0, max: Math.max(1, count - 1) },
  );
  const label = axis['axisLabel'] as object;
  return {
    ...axis,
    minInterval: 1,
    axisLabel: { ...label, formatter: (place: number) => formatCount(place + 1) },
  };
}

export function cut(name: string): string {
  return name.length > 80 ? `${name.slice(0, 79)}…` : name;
}
