import type { GenerationResult, GenerationTimes } from '../../contract/generation.ts';
import { formatDuration, formatNumber } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { horizontalAxis, plotGrid, verticalAxis } from './frame.ts';
import { durationUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

interface Way {
  readonly label: string;
  readonly color: string;
  readonly times: GenerationTimes;
}

/** Median time of the token at each place: without a cache it grows with the text. */
export function generationByPlace(result: GenerationResult, palette: ChartPalette): Chart {
  const ways: readonly Way[] = [
    { label: 'with the cache', color: palette.blue, times: result.withCache },
    { label: 'without', color: palette.orange, times: result.withoutCache },
  ].flatMap(({ times, ...way }) => (times === null ? [] : [{ ...way, times }]));
  const places = Math.max(1, ...ways.map(({ times }) => times.byPlaceMs.length));
  const top = Math.max(...ways.flatMap(({ times }) => times.byPlaceMs));
  const unit = durationUnit(top);
  const each = { name: '', size: 1 };
  return {
    title: 'Time of each token',
    description: ways
      .map(
        ({ label, times }) => `${label}: ${formatDuration(times.perTokenMs?.p50 ?? times.firstTokenMs.p50)}`,
      )
      .join(', '),
    legend: ways.map(({ label, color, times }) => ({
      label,
      color,
      value: `median ${formatDuration(times.perTokenMs?.p50 ?? times.firstTokenMs.p50)}`,
    })),
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: horizontalAxis(palette, { name: 'new token', unit: each }, { min: 1, max: Math.max(2, places) }),
      yAxis: verticalAxis(palette, { name: `time (${unit.name})`, unit }, { min: 0, max: top }),
      tooltip: axisTooltip(palette, (points) => {
        const place = points[0]?.dataIndex ?? 0;
        return tooltipHtml(
          place === 0 ? 'first token, with the prompt' : `token ${formatNumber(place + 1)}`,
          ways.map(({ label, color, times }) => ({
            label,
            color,
            value: formatDuration(times.byPlaceMs[place] ?? null),
          })),
        );
      }),
      series: ways.map(({ label, color, times }) => ({
        id: label,
        name: label,
        type: 'line',
        data: times.byPlaceMs.map((ms, place) => [place + 1, ms]),
        symbol: 'circle',
        symbolSize: places > 64 ? 0 : 5,
        lineStyle: { color, width: 2 },
        itemStyle: { color },
        emphasis: { disabled: true },
      })),
    },
    table: () => [
      { label: 'new token', values: Array.from({ length: places }, (_value, place) => place + 1) },
      ...ways.map(({ label, times }) => ({ label: `${label} (ms)`, values: times.byPlaceMs })),
    ],
  };
}
