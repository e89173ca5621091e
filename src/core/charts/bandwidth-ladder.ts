import type { BandwidthStep, CacheCeiling } from '../../contract/probe.ts';
import { formatBytes } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { plotGrid } from './frame.ts';
import { formatGigabytes } from './roofline.ts';
import { sizeAxis } from './size-axis.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';
import { valueAxis } from './value-axis.ts';

/** Reading speed by how much is read again and again: where it drops is where a cache ends. */
export function bandwidthLadder(
  ladder: readonly BandwidthStep[],
  caches: readonly CacheCeiling[],
  palette: ChartPalette,
): Chart {
  const sizes = ladder.map(({ bytes }) => bytes);
  const x = sizeAxis(palette, 'read again and again', sizes);
  const ends = caches.filter(
    (cache): cache is CacheCeiling & { readonly bytes: number } =>
      cache.bytes !== null && cache.bytes >= Math.min(...sizes) && cache.bytes <= Math.max(...sizes),
  );
  const axisLabel = x.option['axisLabel'] as object;
  return {
    title: 'Bandwidth by size',
    description: `Reading speed by size, from ${formatBytes(sizes[0])} to ${formatBytes(sizes.at(-1))}. ${caches
      .map(({ level, readGBs }) => `${level}: ${formatGigabytes(readGBs)}`)
      .join('. ')}.`,
    legend: [{ label: 'read, all threads', color: palette.purple, value: '' }],
    option: {
      animation: false,
      grid: plotGrid({ top: 20 }),
      xAxis: {
        ...x.option,
        axisLabel: {
          ...axisLabel,
          formatter: (place: number) =>
            place % 2 === 0 ? formatBytes(x.sizeAt(place)).replace('.00', '') : '',
        },
        axisPointer: { show: true, type: 'line', snap: true, label: { show: false } },
      },
      yAxis: valueAxis(
        palette,
        { name: 'read (GB/s)', unit: { name: 'GB/s', size: 1 } },
        ladder.map(({ readGBs }) => readGBs),
      ),
      tooltip: axisTooltip(palette, ([point]) => {
        const step = ladder[point?.dataIndex ?? 0];
        if (step === undefined) return '';
        return tooltipHtml(formatBytes(step.bytes), [
          { label: 'read', value: formatGigabytes(step.readGBs) },
        ]);
      }),
      series: [
        {
          id: 'ladder',
          type: 'line',
          data: ladder.map(({ bytes, readGBs }) => [x.at(bytes), readGBs]),
          symbol: 'circle',
          symbolSize: 5,
          lineStyle: { color: palette.purple, width: 1.5 },
          itemStyle: { color: palette.purple },
          emphasis: { disabled: true },
          markLine: {
            silent: true,
            symbol: 'none',
            animation: false,
            lineStyle: { color: palette.muted, width: 1, type: 'dashed' },
            label: {
              show: true,
              position: 'end',
              color: palette.muted,
              fontFamily: palette.fontFamily,
              fontSize: 11,
              distance: 3,
            },
            data: ends.map(({ level, bytes }) => ({
              xAxis: x.at(bytes),
              label: { formatter: `end of ${level}` },
            })),
          },
        },
      ],
    },
    table: () => [
      { label: 'size (bytes)', values: sizes },
      { label: 'read (GB/s)', values: ladder.map(({ readGBs }) => readGBs) },
    ],
  };
}
