import type { ScalingFit } from '../../contract/scaling.ts';
import { formatPercent } from '../../contract/units.ts';
import { formatValue } from '../analysis/scaling/words.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { plotGrid } from './frame.ts';
import { byteUnit, durationUnit } from './scale.ts';
import { sizeAxis } from './size-axis.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';
import { valueAxis } from './value-axis.ts';

interface BandApi {
  coord(place: readonly [number, number]): readonly [number, number];
}

/** Measured points, the law through them with its prediction interval, and the points that it had to foretell. */
export function scalingLaw(fit: ScalingFit, palette: ChartPalette): Chart {
  const { metric, variable, points, holdout, curve } = fit;
  const what = metric === 'latency' ? 'p50 latency' : metric === 'memory' ? 'peak memory' : 'throughput';
  // An interval far wider than the points would press them flat: beyond this the band is cut by the frame.
  const largest = Math.max(...[...points, ...holdout].map(({ y }) => y), ...curve.map(({ y }) => y));
  const unit =
    metric === 'latency'
      ? durationUnit(largest)
      : metric === 'memory'
        ? byteUnit(largest)
        : { name: '1/s', size: 1 };
  const sizes = [...points, ...holdout, ...curve].map(({ x }) => x);
  const x = sizeAxis(palette, variable, sizes);
  const yAxis = valueAxis(
    palette,
    { name: `${what} (${unit.name})`, unit },
    [...points, ...holdout, ...curve].map(({ y }) => y),
  );
  const floor = Number(yAxis['min']);
  return {
    title: `${what} by ${variable}`,
    description: `${what} by ${variable}, ${fit.at}: ${fit.words}. Off by ${formatPercent(fit.crossValidationError * 100)} where left out.`,
    legend: [
      { label: 'measured', color: palette.blue, value: '' },
      { label: 'law, 95 % prediction interval', color: palette.sky, value: '' },
      ...(holdout.length === 0 ? [] : [{ label: 'kept out of the fit', color: palette.orange, value: '' }]),
    ],
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: x.option,
      yAxis,
      tooltip: {
        ...axisTooltip(palette, (hit) => {
          const { seriesId, dataIndex } = hit[0] ?? { dataIndex: 0 };
          const held = seriesId === 'holdout' ? holdout[dataIndex] : undefined;
          const point = held ?? points[dataIndex];
          if (point === undefined) return '';
          return tooltipHtml(`${variable} ${point.x}`, [
            { label: 'measured', value: formatValue(metric, point.y) },
            ...(held === undefined
              ? []
              : [
                  { label: 'predicted', value: formatValue(metric, held.predicted) },
                  {
                    label: 'interval',
                    value: held.interval.map((end) => formatValue(metric, end)).join(' – '),
                  },
                ]),
          ]);
        }),
        trigger: 'item',
      },
      series: [
        {
          id: 'band',
          type: 'custom',
          silent: true,
          clip: true,
          data: [[0]],
          renderItem: (_params: unknown, api: BandApi) => ({
            type: 'polygon',
            shape: {
              points: [
                ...curve.map(({ x: size, high }) => api.coord([x.at(size), high])),
                ...curve
                  .toReversed()
                  .map(({ x: size, low }) => api.coord([x.at(size), Math.max(low, floor)])),
              ],
            },
            style: { fill: palette.sky, opacity: 0.22 },
          }),
        },
        {
          id: 'law',
          type: 'line',
          data: curve.map(({ x: size, y }) => [x.at(size), y]),
          showSymbol: false,
          silent: true,
          lineStyle: { color: palette.sky, width: 1.5 },
          emphasis: { disabled: true },
        },
        dots('points', points, palette.blue, 'circle', x.at),
        dots('holdout', holdout, palette.orange, 'diamond', x.at),
      ],
    },
    table: () => {
      const all = [...points, ...holdout];
      const held = (index: number) => holdout[index - points.length];
      return [
        { label: variable, values: all.map((point) => point.x) },
        {
          label: `measured (${metric === 'latency' ? 'ms' : metric === 'memory' ? 'bytes' : '1/s'})`,
          values: all.map(({ y }) => y),
        },
        { label: 'predicted', values: all.map((_, index) => held(index)?.predicted ?? null) },
        { label: 'low', values: all.map((_, index) => held(index)?.interval[0] ?? null) },
        { label: 'high', values: all.map((_, index) => held(index)?.interval[1] ?? null) },
      ];
    },
  };
}

function dots(
  id: string,
  points: readonly { readonly x: number; readonly y: number }[],
  color: string,
  symbol: string,
  at: (size: number) => number,
): Readonly<Record<string, unknown>> {
  return {
    id,
    type: 'line',
    data: points.map(({ x, y }) => [at(x), y]),
    symbol,
    symbolSize: 8,
    lineStyle: { width: 0 },
    itemStyle: { color },
    emphasis: { disabled: true },
  };
}
