import type { OperatorFamily } from '../../contract/operator-family.ts';
import { formatDuration, formatNumber } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { familyWords } from './family-hue.ts';
import { horizontalAxis, plotGrid } from './frame.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

export interface OperatorBar {
  readonly label: string;
  /** Null where it holds several. */
  readonly family: OperatorFamily | null;
  readonly selfMs: number;
  readonly share: number;
}

export const BARS_SHOWN = 12;
const LABEL_WIDTH = 172;
/** Of a path its end tells more than its beginning: both are kept. */
const LABEL_LENGTH = 26;

/** What took the most of the clean time, the dearest on top. Give them in that order; the rest is one bar. */
export function operatorBars(title: string, bars: readonly OperatorBar[], palette: ChartPalette): Chart {
  const shown = bars.slice(0, BARS_SHOWN);
  const unit = { name: '%', size: 0.01 };
  const most = shown.reduce((max, { share }) => Math.max(max, share), 0) || 1;
  const hueOf = ({ family }: OperatorBar): string =>
    family === null ? palette.muted : palette.families[family];
  const families = [...new Set(shown.flatMap(({ family }) => (family === null ? [] : [family])))];
  return {
    title,
    description: `Shares of the clean time. ${shown
      .slice(0, 5)
      .map(({ label, share }) => `${label}: ${percent(share)}`)
      .join(', ')}.`,
    legend: families.map((family) => ({
      label: familyWords(family),
      color: palette.families[family],
      value: '',
    })),
    option: {
      animation: false,
      grid: { ...plotGrid({ top: 4 }), left: LABEL_WIDTH + 20 },
      xAxis: horizontalAxis(
        palette,
        { name: 'share of the clean time (%)', unit },
        { min: 0, max: most * 1.02 },
      ),
      yAxis: {
        type: 'category',
        inverse: true,
        data: shown.map((_, place) => String(place)),
        axisLine: { show: false },
        axisTick: { show: false },
        axisPointer: { show: true, type: 'shadow', label: { show: false }, shadowStyle: { opacity: 0.15 } },
        axisLabel: {
          color: palette.text,
          fontFamily: palette.fontFamily,
          fontSize: 12,
          width: LABEL_WIDTH,
          overflow: 'truncate',
          interval: 0,
          formatter: (place: string) => middleCut(shown[Number(place)]?.label ?? '', LABEL_LENGTH),
        },
      },
      tooltip: {
        ...axisTooltip(palette, (points) => {
          const bar = shown[points[0]?.dataIndex ?? 0];
          if (bar === undefined) return '';
          return tooltipHtml(middleCut(bar.label, 80), [
            { label: 'own time', value: formatDuration(bar.selfMs), color: hueOf(bar) },
            { label: 'share', value: percent(bar.share) },
          ]);
        }),
        axisPointer: { axis: 'y' },
      },
      series: [
        {
          id: 'operators',
          type: 'bar',
          cursor: 'pointer',
          data: shown.map((bar, place) => ({
            value: [bar.share, String(place)],
            itemStyle: { color: hueOf(bar) },
          })),
          barMaxWidth: 16,
          barCategoryGap: '30%',
          emphasis: { disabled: true },
        },
      ],
    },
    pick: ({ y }) => {
      const place = Math.round(y);
      return shown[place] === undefined ? null : place;
    },
    table: () => [
      { label: 'name', values: bars.map(({ label }) => label) },
      { label: 'own time (ms)', values: bars.map(({ selfMs }) => selfMs) },
      { label: 'share of the clean time', values: bars.map(({ share }) => share) },
    ],
  };
}

function percent(share: number): string {
  return `${formatNumber(share * 100)} %`;
}

function middleCut(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = Math.floor((length - 1) * 0.4);
  return `${text.slice(0, head)}…${text.slice(text.length - (length - 1 - head))}`;
}
