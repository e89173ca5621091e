import type { SweepCell } from '../../contract/sweep.ts';
import { formatCount } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { plotGrid } from './frame.ts';
import { cellLabel, valueOn, variedAxes, type SweepAxis, type SweepAxisName } from './sweep-axes.ts';
import { baseUnit, withInterval } from './sweep-lines.ts';
import { SWEEP_METRIC, type SweepMetricName } from './sweep-metric.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

interface Tile {
  readonly column: number;
  readonly row: number;
  readonly cell: SweepCell;
  readonly value: number | null;
}

/** What ECharts hands to a custom series, as far as it is used here. */
interface TileApi {
  value(dimension: number): number;
  coord(place: readonly [number, number]): readonly [number, number];
  size(extent: readonly [number, number]): readonly [number, number];
}

/** Two axes as a grid, one metric as its depth; a cell that is not measured yet, or never will be, says so. */
export function sweepHeatMap(
  cells: readonly SweepCell[],
  axes: readonly [SweepAxisName, SweepAxisName],
  metricName: SweepMetricName,
  palette: ChartPalette,
): Chart | null {
  const varied = variedAxes(cells);
  const [columns, rows] = axes.map((name) => varied.find((axis) => axis.name === name));
  if (columns === undefined || rows === undefined) return null;
  const metric = SWEEP_METRIC[metricName];
  const tiles: readonly Tile[] = cells.map((cell) => ({
    column: columns.values.indexOf(valueOn(columns.name, cell)),
    row: rows.values.indexOf(valueOn(rows.name, cell)),
    cell,
    value: cell.state === 'done' ? metric.value(cell) : null,
  }));
  const shares = depthOf(tiles.flatMap(({ value }) => (value === null ? [] : [value])));
  const text = ({ cell, value }: Tile): string => (value === null ? SHORT[cell.state] : metric.format(value));
  return {
    title: `${metric.label} by ${columns.name} and ${rows.name}`,
    description: `${metric.label} by ${columns.name} and ${rows.name}. ${tiles
      .map((tile) => `${cellLabel(tile.cell, axes)}: ${text(tile)}`)
      .join('. ')}.`,
    legend: [],
    option: {
      animation: false,
      grid: plotGrid({ top: 4 }),
      xAxis: { ...placesAxis(palette, columns), nameGap: 24 },
      yAxis: { ...placesAxis(palette, rows), inverse: true, nameGap: 46, nameRotate: 90 },
      tooltip: {
        ...axisTooltip(palette, (points) => {
          const tile = tiles[points[0]?.dataIndex ?? -1];
          if (tile === undefined) return '';
          const { cell } = tile;
          const names = varied.map(({ name }) => name);
          return tooltipHtml(cellLabel(cell, names), [
            { label: metric.label, value: tile.value === null ? cell.state : withInterval(metricName, cell) },
            ...(cell.error === null ? [] : [{ label: cell.error.code, value: '' }]),
          ]);
        }),
        trigger: 'item',
      },
      series: [
        {
          id: 'tiles',
          type: 'custom',
          data: tiles.map(({ column, row }) => [column, row]),
          renderItem: (params: { readonly dataIndex: number }, api: TileApi) => {
            const tile = tiles[params.dataIndex] as Tile;
            const [x, y] = api.coord([api.value(0), api.value(1)]);
            const [width, height] = api.size([1, 1]);
            const share = tile.value === null ? null : shares(tile.value);
            return {
              type: 'group',
              children: [
                {
                  type: 'rect',
                  shape: {
                    x: x - width / 2 + 1,
                    y: y - height / 2 + 1,
                    width: width - 2,
                    height: height - 2,
                    r: 3,
                  },
                  style:
                    share === null
                      ? { fill: 'none', stroke: palette.grid, lineWidth: 1 }
                      : { fill: palette.blue, opacity: 0.06 + 0.56 * share },
                },
                {
                  type: 'text',
                  silent: true,
                  style: {
                    x,
                    y,
                    text: width < 44 ? '' : text(tile),
                    fill: share === null ? palette.muted : palette.text,
                    align: 'center',
                    verticalAlign: 'middle',
                    font: `11px ${palette.numberFamily}`,
                  },
                },
              ],
            };
          },
        },
      ],
    },
    table: () => [
      ...axes.map((name) => ({ label: name, values: cells.map((cell) => valueOn(name, cell)) })),
      { label: 'state', values: cells.map(({ state }) => state) },
      { label: `${metric.label} (${baseUnit(metricName)})`, values: tiles.map(({ value }) => value) },
    ],
  };
}

const SHORT: Readonly<Record<SweepCell['state'], string>> = {
  waiting: '',
  running: 'running',
  done: '—',
  skipped: 'skipped',
  failed: 'failed',
  stopped: 'stopped',
};

/** By ratio: sizes double, and so does what is measured of them. */
function depthOf(values: readonly number[]): (value: number) => number {
  const positive = values.filter((value) => value > 0).map(Math.log);
  const low = Math.min(...positive);
  const high = Math.max(...positive);
  return (value) => (value > 0 && high > low ? (Math.log(value) - low) / (high - low) : 0.5);
}

/** Names at whole numbers, on an axis of numbers: it can be zoomed like any other. */
function placesAxis(
  palette: ChartPalette,
  { name, values, numeric }: SweepAxis,
): Readonly<Record<string, unknown>> {
  const label = (place: number): string => {
    const value = values[place];
    if (value === undefined) return '';
    return numeric && /^\d+$/.test(value) ? formatCount(Number(value)) : value;
  };
  return {
    type: 'value',
    min: -0.5,
    max: values.length - 0.5,
    interval: 0.5,
    name,
    nameLocation: 'middle',
    nameTextStyle: { color: palette.muted, fontFamily: palette.fontFamily, fontSize: 11 },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisPointer: { show: false },
    axisLabel: {
      color: palette.muted,
      fontFamily: palette.numberFamily,
      fontSize: 11,
      formatter: (place: number) => (Number.isInteger(place) ? label(place) : ''),
    },
  };
}
