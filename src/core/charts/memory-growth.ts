import { formatBytes, formatCount, type Bytes } from '../../contract/units.ts';
import { downSample } from '../analysis/down-sample.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { horizontalAxis, plotGrid, verticalAxis } from './frame.ts';
import { byteUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

const MOST_POINTS = 2000;

export interface MemoryGrowth {
  /** "Process, resident". */
  readonly title: string;
  /** "unrecorded iteration". */
  readonly iterationWords: string;
  readonly hue: 'purple' | 'sky';
  /** After each iteration; null where nobody told. */
  readonly bytes: readonly (Bytes | null)[];
}

/** What something holds after each iteration, as the change since the first: growth of a hundredth has to be seen. */
export function memoryGrowth(
  { title, iterationWords, hue, bytes }: MemoryGrowth,
  palette: ChartPalette,
): Chart {
  const first = bytes.find((each) => each !== null) ?? 0;
  const change = Float64Array.from(bytes, (each) => (each === null ? Number.NaN : each - first));
  const known = change.filter((each) => !Number.isNaN(each));
  const low = known.reduce((least, each) => Math.min(least, each), 0);
  const high = known.reduce((most, each) => Math.max(most, each), 0);
  const last = known.at(-1) ?? 0;
  const unit = byteUnit(Math.max(-low, high));
  const color = palette[hue];
  const line = downSample(
    Float64Array.from(change, (_, index) => index + 1),
    change,
    MOST_POINTS,
  );
  return {
    title,
    description: `${title}: ${formatBytes(first)} after the first of ${formatCount(bytes.length)} iterations, ${signed(last)} after the last.`,
    legend: [{ label: 'since the first', color, value: `${formatBytes(first)} ${signed(last)}` }],
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: {
        ...horizontalAxis(
          palette,
          { name: iterationWords, unit: { name: '', size: 1 } },
          { min: 1, max: Math.max(2, bytes.length) },
        ),
        minInterval: 1,
      },
      yAxis: verticalAxis(
        palette,
        { name: `change (${unit.name})`, unit },
        { min: low, max: high > low ? high : low + unit.size },
        3,
      ),
      tooltip: axisTooltip(palette, (points) => {
        const [at = 0, value = null] = points[0]?.value ?? [];
        return tooltipHtml(
          `iteration ${formatCount(at)}`,
          value === null || Number.isNaN(value)
            ? []
            : [
                { label: 'change', value: signed(value), color },
                { label: 'holds', value: formatBytes(first + value) },
              ],
        );
      }),
      series: [
        {
          id: 'change',
          type: 'line',
          data: Array.from(line.x, (x, index) => [x, line.y[index]]),
          showSymbol: line.x.length < 2,
          symbolSize: 4,
          lineStyle: { color, width: 1.5 },
          itemStyle: { color },
          emphasis: { disabled: true },
        },
      ],
    },
    table: () => [
      { label: 'iteration', values: bytes.map((_, index) => index + 1) },
      { label: 'holds (bytes)', values: bytes },
    ],
  };
}

function signed(bytes: Bytes): string {
  return bytes < 0 ? `−${formatBytes(-bytes)}` : `+${formatBytes(bytes)}`;
}
