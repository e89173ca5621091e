import type { ScenarioPoint } from '../../contract/scenario.ts';
import { formatCount, formatNumber, formatPercent } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { horizontalAxis, plotGrid, verticalAxis } from './frame.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

/** How many queries were joined into each run of one point. */
export function scenarioBatches(point: ScenarioPoint, maxBatch: number, palette: ChartPalette): Chart {
  // As far as they went: with a batch of 64 allowed and 3 reached the rest would be empty.
  const counts = point.batchCounts.length > 0 ? point.batchCounts : [0];
  const runs = counts.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...counts);
  const unit = { name: '', size: 1 };
  const axis = horizontalAxis(
    palette,
    { name: 'queries joined', unit },
    { min: 0.5, max: counts.length + 0.5 },
  );
  return {
    title: 'Batch sizes',
    description: `Runs of the model by the number of queries joined. Mean ${formatNumber(point.meanBatch)} of at most ${maxBatch}.`,
    legend: [
      {
        label: 'runs',
        color: palette.blue,
        value: `mean ${formatNumber(point.meanBatch)} of at most ${maxBatch}`,
      },
    ],
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: {
        ...axis,
        axisLabel: {
          ...(axis['axisLabel'] as object),
          customValues: wholeTicks(counts.length),
          formatter: (value: number) => formatCount(value),
        },
      },
      yAxis: verticalAxis(palette, { name: 'runs', unit }, { min: 0, max: most }),
      tooltip: axisTooltip(palette, (points) => {
        const size = (points[0]?.dataIndex ?? 0) + 1;
        const count = counts[size - 1] ?? 0;
        return tooltipHtml(`${formatCount(size)} joined`, [
          { label: 'runs', value: formatCount(count), color: palette.blue },
          { label: 'of all', value: formatPercent((count / (runs || 1)) * 100) },
        ]);
      }),
      series: [
        {
          id: 'batches',
          type: 'bar',
          data: counts.map((count, index) => [index + 1, count]),
          barCategoryGap: '20%',
          barMaxWidth: 28,
          itemStyle: { color: palette.blue },
          emphasis: { disabled: true },
        },
      ],
    },
    table: () => [
      { label: 'queries joined', values: counts.map((_count, index) => index + 1) },
      { label: 'runs', values: counts },
    ],
  };
}

/** At most sixteen labels, each of a whole batch, the largest among them. */
function wholeTicks(largest: number): readonly number[] {
  const step = Math.ceil(largest / 16);
  const ticks: number[] = [];
  for (let tick = largest; tick > 0; tick -= step) ticks.unshift(tick);
  return ticks;
}
