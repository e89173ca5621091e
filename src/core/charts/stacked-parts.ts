import { formatDuration, formatPercent } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { horizontalAxis, plotGrid } from './frame.ts';
import { durationUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

export interface StackedPart {
  readonly label: string;
  readonly hue: (palette: ChartPalette) => string;
}

export interface StackedRow {
  readonly label: string;
  /** Of each part, in the order of the parts. */
  readonly valuesMs: readonly number[];
}

export interface StackedWords {
  readonly title: string;
  /** Of the axis: "time of the step". */
  readonly axis: string;
  /** One sentence with the gist. */
  readonly description: string;
}

/** More rows than these cannot be read: the first are drawn, and the table has them all. */
export const ROWS_DRAWN = 24;
const LABEL_WIDTH = 120;

/** How wholes are made up of the same parts, one bar for each whole. */
export function stackedParts(
  { title, axis, description }: StackedWords,
  parts: readonly StackedPart[],
  rows: readonly StackedRow[],
  palette: ChartPalette,
): Chart {
  const shown = rows.slice(0, ROWS_DRAWN);
  const totals = shown.map(({ valuesMs }) => valuesMs.reduce((sum, value) => sum + value, 0));
  const most = Math.max(...totals, 0) || 1;
  const unit = durationUnit(most);
  const all = totals.reduce((sum, total) => sum + total, 0) || 1;
  const used = parts
    .map((part, place) => ({
      ...part,
      place,
      sum: shown.reduce((sum, { valuesMs }) => sum + (valuesMs[place] ?? 0), 0),
    }))
    .filter(({ sum }) => sum > 0);
  return {
    title,
    description,
    legend: used.map(({ label, hue, sum }) => ({
      label,
      color: hue(palette),
      value: formatPercent((sum / all) * 100),
    })),
    option: {
      animation: false,
      grid: { ...plotGrid({ top: 4 }), left: LABEL_WIDTH + 20 },
      xAxis: horizontalAxis(palette, { name: `${axis} (${unit.name})`, unit }, { min: 0, max: most }),
      yAxis: {
        type: 'category',
        inverse: true,
        data: shown.map((_, place) => String(place)),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          color: palette.text,
          fontFamily: palette.fontFamily,
          fontSize: 12,
          width: LABEL_WIDTH,
          overflow: 'truncate',
          interval: 0,
          formatter: (place: string) => shown[Number(place)]?.label ?? '',
        },
      },
      tooltip: {
        ...axisTooltip(palette, (points) => {
          const place = points[0]?.dataIndex ?? 0;
          const row = shown[place];
          if (row === undefined) return '';
          return tooltipHtml(`${row.label}, ${formatDuration(totals[place])}`, [
            ...used.map(({ label, hue, place: part }) => ({
              label,
              value: formatDuration(row.valuesMs[part]),
              color: hue(palette),
            })),
          ]);
        }),
        axisPointer: { axis: 'y', type: 'shadow' },
      },
      series: used.map(({ label, hue, place: part }) => ({
        id: label,
        type: 'bar',
        stack: 'parts',
        data: shown.map(({ valuesMs }, place) => [valuesMs[part] ?? 0, String(place)]),
        barMaxWidth: 18,
        barCategoryGap: '30%',
        itemStyle: { color: hue(palette) },
        emphasis: { disabled: true },
      })),
    },
    table: () => [
      { label: axis, values: rows.map(({ label }) => label) },
      ...parts.map(({ label }, place) => ({
        label: `${label} (ms)`,
        values: rows.map(({ valuesMs }) => valuesMs[place] ?? 0),
      })),
    ],
  };
}
