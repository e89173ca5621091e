import { formatCount, formatDuration, formatPercent } from '../../contract/units.ts';
import { histogramOf, shareAtOrBelow, sharedEdges, valueAtLevel } from '../analysis/distribution.ts';
import type { QuantileFunction } from '../analysis/distribution.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { horizontalAxis, plotGrid, verticalAxis } from './frame.ts';
import { sideLook } from './side-look.ts';
import { durationUnit, niceAxis } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

const PERCENT = { name: '%', size: 1 } as const;
const ECDF_POINTS = 400;

export interface Distribution {
  /** "A", "B", or the run's name. */
  readonly label: string;
  readonly count: number;
  readonly quantiles: QuantileFunction;
  /** In a comparison, for its hue; left out: as it stands here. */
  readonly place?: number;
}

/** Share of iterations in bins of equal width: one run, or several over each other. The far tail is counted, not drawn. */
export function distributionHistogram(runs: readonly Distribution[], palette: ChartPalette): Chart {
  const edges = sharedEdges(runs);
  const drawn = runs.map((run, index) => ({
    ...run,
    ...sideLook(palette, run.place ?? index),
    ...histogramOf(run.quantiles, edges),
    median: valueAtLevel(run.quantiles, 0.5),
  }));
  const unit = durationUnit(edges.at(-1) ?? 1);
  const range = niceAxis({ min: edges[0] ?? 0, max: edges.at(-1) ?? 1 }, unit, 8);
  const highest = Math.max(0, ...drawn.flatMap(({ shares }) => [...shares])) * 100;
  return {
    title: 'Distribution',
    description: `Distribution of latency. ${drawn.map(words).join('. ')}.`,
    legend: drawn.map(({ label, color, median }) => ({
      label,
      color,
      value: runs.length > 1 ? '' : `p50 ${formatDuration(median)}`,
    })),
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: horizontalAxis(palette, { name: `latency (${unit.name})${beyond(drawn)}`, unit }, range),
      yAxis: verticalAxis(palette, { name: 'iterations (%)', unit: PERCENT }, { min: 0, max: highest || 1 }),
      tooltip: axisTooltip(palette, (points) => {
        const bin = Math.min(points[0]?.dataIndex ?? 0, edges.length - 2);
        return tooltipHtml(
          `${formatDuration(edges[bin])} to ${formatDuration(edges[bin + 1])}`,
          drawn.map(({ label, shares, color, count }) => ({
            label,
            value: `${formatPercent((shares[bin] ?? 0) * 100)} · ${formatCount((shares[bin] ?? 0) * count)}`,
            color,
          })),
        );
      }),
      series: drawn.map(({ label, color, type, shares, median }) => ({
        id: `distribution-${label}`,
        name: label,
        type: 'line',
        step: 'end',
        data: Array.from(edges, (edge, index) => [
          edge,
          (shares[Math.min(index, shares.length - 1)] ?? 0) * 100,
        ]),
        showSymbol: false,
        lineStyle: { color, width: 1.5, type },
        itemStyle: { color },
        areaStyle: { color, opacity: areaOpacity(runs.length) },
        emphasis: { disabled: true },
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          lineStyle: { color, width: 1.5, type: 'dashed' },
          label: { show: false },
          data: [{ xAxis: median }],
        },
      })),
    },
    table: () => [
      { label: 'from (ms)', values: edges.slice(0, -1) },
      { label: 'to (ms)', values: edges.slice(1) },
      ...drawn.map(({ label, shares }) => ({
        label: `${label} (% of iterations)`,
        values: shares.map((share) => share * 100),
      })),
    ],
  };
}

/** Of many laid over each other only the outlines can be told apart. */
function areaOpacity(count: number): number {
  return count === 1 ? 0.35 : count <= 3 ? 0.25 : 0;
}

/** Share of iterations at or below each latency: where one curve lies left of the other, that run is faster. */
export function cumulativeDistribution(runs: readonly Distribution[], palette: ChartPalette): Chart {
  const edges = sharedEdges(runs);
  const unit = durationUnit(edges.at(-1) ?? 1);
  const range = niceAxis({ min: edges[0] ?? 0, max: edges.at(-1) ?? 1 }, unit, 8);
  const grid = Float64Array.from(
    { length: ECDF_POINTS + 1 },
    (_, index) => range.min + ((range.max - range.min) * index) / ECDF_POINTS,
  );
  const drawn = runs.map((run, index) => ({
    ...run,
    ...sideLook(palette, run.place ?? index),
    percents: grid.map((value) => shareAtOrBelow(run.quantiles, value) * 100),
    median: valueAtLevel(run.quantiles, 0.5),
  }));
  return {
    title: 'Cumulative distribution',
    description: `Share of iterations at or below each latency. ${drawn.map(words).join('. ')}.`,
    legend: drawn.map(({ label, color, median }) => ({
      label,
      color,
      value: runs.length > 1 ? '' : `p50 ${formatDuration(median)}`,
    })),
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: horizontalAxis(palette, { name: `latency (${unit.name})`, unit }, range),
      yAxis: verticalAxis(palette, { name: 'iterations (%)', unit: PERCENT }, { min: 0, max: 100 }),
      tooltip: axisTooltip(palette, (points) => {
        const index = points[0]?.dataIndex ?? 0;
        return tooltipHtml(
          `within ${formatDuration(grid[index])}`,
          drawn.map(({ label, percents, color }) => ({
            label,
            value: formatPercent(percents[index]),
            color,
          })),
        );
      }),
      series: drawn.map(({ label, color, type, percents }) => ({
        id: `ecdf-${label}`,
        name: label,
        type: 'line',
        data: Array.from(grid, (value, index) => [value, percents[index] as number]),
        showSymbol: false,
        lineStyle: { color, width: 1.5, type },
        itemStyle: { color },
        emphasis: { disabled: true },
      })),
    },
    table: () => [
      { label: 'latency (ms)', values: grid },
      ...drawn.map(({ label, percents }) => ({ label: `${label} (% at or below)`, values: percents })),
    ],
  };
}

/** What the picture leaves out is said where it ends. */
function beyond(runs: readonly { readonly label: string; readonly above: number }[]): string {
  const cut = runs.filter(({ above }) => above > 0.0005);
  if (cut.length === 0) return '';
  const shares = cut.map(({ label, above }) =>
    runs.length === 1 ? formatPercent(above * 100) : `${formatPercent(above * 100)} of ${label}`,
  );
  return `, ${shares.join(' and ')} beyond`;
}

function words(run: { readonly label: string; readonly quantiles: QuantileFunction }): string {
  const at = (level: number): string => formatDuration(valueAtLevel(run.quantiles, level));
  return `${run.label}: median ${at(0.5)}, 90 % within ${at(0.9)}, from ${at(0)} to ${at(1)}`;
}
