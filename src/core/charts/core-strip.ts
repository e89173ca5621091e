import { formatReading } from '../analysis/channel-words.ts';
import { channelsOverTime, type ChannelsOverTime } from './channels-over-time.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { verticalAxis } from './frame.ts';
import { tooltipHtml, type TooltipPoint } from './tooltip.ts';

/** Columns of a strip: wider than a pixel, so that what happens can be seen. */
const COLUMNS = 240;

interface StripApi {
  coord(place: readonly [number, number]): readonly [number, number];
  size(place: readonly [number, number]): readonly [number, number];
}

/** Each core as a line of cells over time, stronger where it was busier: the highest reading of each cell. */
export function coreStrip(data: ChannelsOverTime, palette: ChartPalette): Chart {
  const chart = channelsOverTime({ ...data, limits: [] }, palette);
  const { series, range } = data;
  const cores = series.length;
  const width = (range.max - range.min) / COLUMNS;
  const cells = series.map(({ atSeconds, values }) => {
    const highest = new Float64Array(COLUMNS).fill(Number.NaN);
    atSeconds.forEach((at, index) => {
      const column = Math.min(COLUMNS - 1, Math.floor((at - range.min) / width));
      const value = values[index] as number;
      if (column >= 0 && !Number.isNaN(value) && !(value <= (highest[column] as number)))
        highest[column] = value;
    });
    return highest;
  });
  const full = data.top ?? Math.max(1, ...cells.flatMap((core) => [...core].filter((value) => value > 0)));
  const metric = series[0]?.metric ?? 'cpu.core-use';
  const color = palette[series[0]?.hue ?? 'sky'];
  return {
    ...chart,
    description: `${data.title} over time: ${cores} cores.`,
    legend: [{ label: `${cores} cores, at most ${formatReading(full, metric)}`, color, value: '' }],
    option: {
      ...chart.option,
      yAxis: {
        ...verticalAxis(palette, { name: 'core', unit: { name: '', size: 1 } }, { min: 0, max: cores }, 2),
        min: 0,
        max: cores,
        interval: cores,
        splitLine: { show: false },
      },
      tooltip: {
        ...(chart.option['tooltip'] as object),
        formatter: (points: TooltipPoint | readonly TooltipPoint[]) => {
          const point = (Array.isArray(points) ? points : [points])[0] as TooltipPoint | undefined;
          const column = Math.floor(((point?.value[0] ?? range.min) - range.min) / width);
          const known = cells.map((core, index) => ({ index, value: core[column] ?? Number.NaN }));
          const busiest = known.filter(({ value }) => !Number.isNaN(value)).sort((a, b) => b.value - a.value);
          return tooltipHtml(
            'busiest cores',
            busiest.slice(0, 4).map(({ index, value }) => ({
              label: series[index]?.label ?? '',
              value: formatReading(value, metric),
              color,
            })),
          );
        },
      },
      series: [
        {
          id: `${data.title}-strip`,
          type: 'custom',
          clip: true,
          // One item for a column, so that the pointer finds its place.
          data: Array.from({ length: COLUMNS }, (_, column) => [range.min + column * width, 0]),
          renderItem: ({ dataIndex }: { readonly dataIndex: number }, api: StripApi) => {
            const from = range.min + dataIndex * width;
            const [left, bottom] = api.coord([from, 0]);
            // Whole pixels: neighbours that overlap would show as lines.
            const right = Math.round(api.coord([from + width, 0])[0]);
            const x = Math.round(left);
            const tall = api.size([width, 1])[1];
            return {
              type: 'group',
              children: cells.flatMap((core, index) => {
                const value = core[dataIndex] as number;
                if (Number.isNaN(value)) return [];
                return {
                  type: 'rect',
                  shape: {
                    x,
                    y: bottom - (index + 1) * tall,
                    width: Math.max(1, right - x),
                    height: Math.max(1, tall - (tall >= 5 ? 1 : 0)),
                  },
                  style: { fill: color, opacity: Math.min(1, 0.05 + (0.95 * value) / full) },
                };
              }),
            };
          },
        },
      ],
    },
  };
}
