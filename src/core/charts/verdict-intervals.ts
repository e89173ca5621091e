import type { Interval } from '../../contract/latency.ts';
import { formatRatio } from '../analysis/ab/sentence.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { horizontalAxis, plotGrid } from './frame.ts';
import { niceAxis } from './scale.ts';
import { sideLook } from './side-look.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

export interface VerdictInterval {
  /** "B". */
  readonly label: string;
  readonly ratio: number;
  readonly ratioCi95: Interval | null;
  /** Numbers that may not be held against the reference are drawn faint. */
  readonly comparable: boolean;
  readonly words: string;
}

export interface VerdictIntervals {
  /** In the order of the comparison, the reference left out; null for a run that measured nothing. */
  readonly verdicts: readonly (VerdictInterval | null)[];
  readonly margin: number;
}

const UNIT = { name: '', size: 1 } as const;
/** A run ten times as slow would press all the others into a line: it stands at the edge. */
const FURTHEST = 4;

export const verdictIntervalsHeight = (count: number): number => 64 + count * 24;

/** Time of each run over the reference's, as a point in its 95 % interval; left of 1 is faster. */
export function verdictIntervals({ verdicts, margin }: VerdictIntervals, palette: ChartPalette): Chart {
  const drawn = verdicts.flatMap((verdict, index) =>
    verdict === null ? [] : [{ ...verdict, color: sideLook(palette, index + 1).color }],
  );
  const ends = drawn.flatMap(({ ratio, ratioCi95 }) => [ratio, ...(ratioCi95 ?? [])]);
  const shown = [
    ...ends.filter((end) => end <= FURTHEST && end >= 1 / FURTHEST),
    1 - 2 * margin,
    1 + 2 * margin,
  ];
  const far = ends.some((end) => end > FURTHEST) ? [FURTHEST] : [];
  const range = niceAxis({ min: Math.min(...shown), max: Math.max(...shown, ...far) }, UNIT, 8);
  const inside = (value: number): number => Math.min(range.max, Math.max(range.min, value));
  return {
    title: 'Time against A',
    description: `Time of each run over A’s, with 95 % intervals. ${drawn.map(words).join('. ')}.`,
    legend: [],
    option: {
      animation: false,
      grid: { ...plotGrid({ top: 8 }), left: 48 },
      xAxis: {
        ...horizontalAxis(palette, { name: 'time ÷ time of A (left of 1 is faster)', unit: UNIT }, range),
        splitLine: { show: true, lineStyle: { color: palette.grid } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: drawn.map(({ label }) => label),
        axisLine: { show: false },
        axisTick: { show: false },
        axisPointer: { show: true, type: 'shadow', label: { show: false }, shadowStyle: { opacity: 0.12 } },
        axisLabel: { color: palette.text, fontFamily: palette.fontFamily, fontSize: 12, interval: 0 },
      },
      tooltip: {
        ...axisTooltip(palette, (points) => {
          const place = points.find(({ seriesId }) => seriesId === 'ratio')?.dataIndex ?? 0;
          const verdict = drawn[place];
          if (verdict === undefined) return '';
          const { label, ratio, ratioCi95, color } = verdict;
          return tooltipHtml(`${label}: ${verdict.words}`, [
            { label: 'time ratio', value: formatRatio(ratio), color },
            ...(ratioCi95 === null
              ? []
              : [{ label: '95 %', value: `${formatRatio(ratioCi95[0])} to ${formatRatio(ratioCi95[1])}` }]),
          ]);
        }),
        axisPointer: { axis: 'y' },
      },
      series: [
        {
          id: 'ratio',
          type: 'scatter',
          symbolSize: 9,
          data: drawn.map(({ label, ratio, color, comparable }) => ({
            value: [inside(ratio), label],
            itemStyle: comparable
              ? { color }
              : { color: palette.surface, borderColor: color, borderWidth: 1.5 },
          })),
          emphasis: { disabled: true },
          markLine: {
            silent: true,
            symbol: 'none',
            animation: false,
            lineStyle: { color: palette.text, width: 1, type: 'dashed' },
            label: { show: false },
            data: [{ xAxis: 1 }],
          },
          markArea: {
            silent: true,
            itemStyle: { color: palette.muted, opacity: 0.12 },
            data: [[{ xAxis: 1 / (1 + margin) }, { xAxis: 1 + margin }]],
          },
        },
        ...drawn.flatMap(({ label, ratioCi95, color, comparable }) =>
          ratioCi95 === null
            ? []
            : [
                {
                  id: `interval-${label}`,
                  type: 'line',
                  symbol: 'rect',
                  symbolSize: [1.5, 9],
                  silent: true,
                  data: ratioCi95.map((end) => [inside(end), label]),
                  lineStyle: { color, width: 2, type: comparable ? 'solid' : 'dotted' },
                  itemStyle: { color },
                  emphasis: { disabled: true },
                },
              ],
        ),
      ],
    },
    table: () => [
      { label: 'run', values: drawn.map(({ label }) => label) },
      { label: 'time ratio', values: drawn.map(({ ratio }) => ratio) },
      { label: '95 % low', values: drawn.map(({ ratioCi95 }) => ratioCi95?.[0] ?? null) },
      { label: '95 % high', values: drawn.map(({ ratioCi95 }) => ratioCi95?.[1] ?? null) },
      { label: 'verdict', values: drawn.map((verdict) => verdict.words) },
    ],
  };
}

function words({ label, ratio, ratioCi95, words }: VerdictInterval): string {
  const interval = ratioCi95 && `, ${formatRatio(ratioCi95[0])} to ${formatRatio(ratioCi95[1])}`;
  return `${label}: ${formatRatio(ratio)}${interval ?? ''}, ${words}`;
}
