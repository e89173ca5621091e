import { formatDuration, formatNumber } from '../../contract/units.ts';
import { valueAtLevel } from '../analysis/distribution.ts';
import type { Chart, ChartPalette } from './chart.ts';
import type { Distribution } from './distribution.ts';
import { horizontalAxis, plotGrid, verticalAxis } from './frame.ts';
import { extent } from './latency-over-time.ts';
import { sideLook } from './side-look.ts';
import { durationUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

const POINTS = 300;

/**
 * Latency by percentile with the tail stretched: each nine takes the same width (Gil Tene's HdrHistogram plot).
 * Drawn only as far as the sample count reaches: beyond one in `count` there is nothing to read.
 */
export function percentileCurves(runs: readonly Distribution[], palette: ChartPalette): Chart {
  const fewest = Math.max(2, Math.min(...runs.map(({ count }) => count)));
  const nines = Math.min(4, Math.log10(fewest));
  const grid = Float64Array.from({ length: POINTS + 1 }, (_, index) => (nines * index) / POINTS);
  const drawn = runs.map((run, index) => ({
    ...run,
    ...sideLook(palette, run.place ?? index),
    latencies: grid.map((nine) => valueAtLevel(run.quantiles, levelOf(nine))),
  }));
  const top = extent(drawn.map(({ latencies }) => latencies)).max;
  const unit = durationUnit(top);
  const nineUnit = { name: '', size: 1 };
  const axis = horizontalAxis(palette, { name: 'percentile', unit: nineUnit }, { min: 0, max: nines });
  const percent = ({ value }: { value: number }): string => percentileName(value);
  return {
    title: 'Percentiles',
    description: `Latency by percentile. ${drawn.map(words).join('. ')}.`,
    legend: drawn.map(({ label, color }) => ({ label, color, value: '' })),
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: {
        ...axis,
        interval: 1,
        axisLabel: { ...(axis['axisLabel'] as object), formatter: (value: number) => percentileName(value) },
        axisPointer: {
          ...(axis['axisPointer'] as object),
          label: { ...(axis['axisPointer'] as { label: object }).label, formatter: percent },
        },
      },
      yAxis: verticalAxis(palette, { name: `latency (${unit.name})`, unit }, { min: 0, max: top }),
      tooltip: axisTooltip(palette, (points) => {
        const index = points[0]?.dataIndex ?? 0;
        const [a, b, ...more] = drawn.map(({ latencies }) => latencies[index] as number);
        const ratio =
          a !== undefined && b !== undefined && a > 0 && more.length === 0
            ? [{ label: 'B ÷ A', value: `${formatNumber(b / a)}×` }]
            : [];
        return tooltipHtml(percentileName(grid[index] ?? 0), [
          ...drawn.map(({ label, latencies, color }) => ({
            label,
            value: formatDuration(latencies[index]),
            color,
          })),
          ...ratio,
        ]);
      }),
      series: drawn.map(({ label, color, type, latencies }) => ({
        id: `percentiles-${label}`,
        name: label,
        type: 'line',
        data: Array.from(grid, (nine, index) => [nine, latencies[index] as number]),
        showSymbol: false,
        lineStyle: { color, width: 1.5, type },
        itemStyle: { color },
        emphasis: { disabled: true },
      })),
    },
    table: () => [
      { label: 'percentile (%)', values: grid.map((nine) => levelOf(nine) * 100) },
      ...drawn.map(({ label, latencies }) => ({ label: `${label} latency (ms)`, values: latencies })),
    ],
  };
}

/** 1 is 90 %, 2 is 99 %, 3 is 99.9 %. */
function levelOf(nine: number): number {
  return 1 - 10 ** -nine;
}

function percentileName(nine: number): string {
  const percent = levelOf(nine) * 100;
  const decimals = Math.max(0, Math.ceil(nine - 2 - 1e-9) + (Number.isInteger(nine) ? 0 : 1));
  return `p${Number(percent.toFixed(decimals))}`;
}

function words(run: Distribution): string {
  const at = (level: number): string => formatDuration(valueAtLevel(run.quantiles, level));
  return `${run.label}: p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}`;
}
