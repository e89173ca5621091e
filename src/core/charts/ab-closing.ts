import type { AbAnswer, AbPair } from '../../contract/ab.ts';
import { answerOf } from '../analysis/ab/answer.ts';
import { formatRatio } from '../analysis/ab/sentence.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { horizontalAxis, plotGrid, verticalAxis } from './frame.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

export interface AbClosing {
  readonly pairs: readonly AbPair[];
  readonly margin: number;
  readonly resolution: number;
  /** What was answered after the last pair; it may rest on more than a look in between would. */
  readonly answer: AbAnswer | null;
  /** The x axis in pairs, where it is known how many there may be. */
  readonly pairsWanted: number | null;
}

interface Look {
  readonly pairs: number;
  readonly ratio: number;
  readonly low: number | null;
  readonly high: number | null;
}

const FEWEST_PAIRS = 12;
const RATIO = { name: 'time of B ÷ time of A', unit: { name: '', size: 1 } } as const;

/** How the answer came about: a dot for each pair, the ratio so far, and its interval closing on it. */
export function abClosing(data: AbClosing, palette: ChartPalette): Chart {
  const { pairs, margin } = data;
  const looks = looksOf(data);
  const shown = [
    ...looks.flatMap(({ ratio, low, high }) => [
      ratio,
      ...(low === null ? [] : [low]),
      ...(high === null ? [] : [high]),
    ]),
    1 / (1 + 2 * margin),
    1 + 2 * margin,
  ];
  // A pair with a process in its slow mode would flatten all the rest: it stands at the edge.
  const range = { min: Math.min(...shown), max: Math.max(...shown) };
  const last = looks.at(-1);
  const most = Math.max(FEWEST_PAIRS, data.pairsWanted ?? 0, pairs.length) + 1;
  const ahead = Math.min(most, Math.ceil(Math.max(FEWEST_PAIRS, pairs.length * 1.25)) + 1);
  const interval = tickEvery(ahead);
  const across = Math.ceil(ahead / interval) * interval;
  const vertical = verticalAxis(palette, RATIO, range, 5);
  const bottom = vertical['min'] as number;
  const top = vertical['max'] as number;
  const inside = (ratio: number): number => Math.min(top, Math.max(bottom, ratio));
  const withInterval = looks.filter(({ low }) => low !== null);
  return {
    title: 'The interval closing',
    description: describe(looks, margin),
    legend: [
      {
        label: 'time ratio',
        color: palette.orange,
        value: last === undefined ? '' : formatRatio(last.ratio),
      },
      {
        label: '95 % interval',
        color: palette.sky,
        value:
          last === undefined || last.low === null || last.high === null
            ? ''
            : `${formatRatio(last.low)} to ${formatRatio(last.high)}`,
      },
      { label: 'each pair', color: palette.muted, value: '' },
    ],
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: {
        ...horizontalAxis(palette, { name: 'pairs', unit: { name: '', size: 1 } }, { min: 0, max: across }),
        interval,
      },
      yAxis: vertical,
      tooltip: axisTooltip(palette, (points) => {
        const look = looks[Math.round(points[0]?.value[0] ?? 1) - 1];
        const pair = pairs[(look?.pairs ?? 0) - 1];
        if (look === undefined || pair === undefined) return '';
        const interval =
          look.low === null || look.high === null
            ? []
            : [
                {
                  label: '95 %',
                  value: `${formatRatio(look.low)} to ${formatRatio(look.high)}`,
                  color: palette.sky,
                },
              ];
        return tooltipHtml(`after ${look.pairs} ${look.pairs === 1 ? 'pair' : 'pairs'}`, [
          { label: 'time ratio', value: formatRatio(look.ratio), color: palette.orange },
          ...interval,
          { label: 'this pair', value: formatRatio(pair.ratio), color: palette.muted },
        ]);
      }),
      series: [
        {
          id: 'ratio',
          name: 'time ratio',
          type: 'line',
          data: looks.map((look) => [look.pairs, inside(look.ratio)]),
          showSymbol: looks.length < 2,
          symbolSize: 5,
          z: 4,
          lineStyle: { color: palette.orange, width: 2 },
          itemStyle: { color: palette.orange },
          emphasis: { disabled: true },
          markLine: {
            silent: true,
            symbol: 'none',
            animation: false,
            lineStyle: { color: palette.text, width: 1, type: 'dashed' },
            label: { show: false },
            data: [{ yAxis: 1 }],
          },
          markArea: {
            silent: true,
            animation: false,
            itemStyle: { color: palette.green, opacity: 0.12 },
            data: [[{ yAxis: inside(1 / (1 + margin)) }, { yAxis: inside(1 + margin) }]],
          },
        },
        // A band is the space between two lines: the lower one invisible, the other stacked on it.
        ...band(withInterval, inside, palette),
        {
          id: 'pairs',
          name: 'each pair',
          type: 'line',
          data: pairs.map(({ ratio }, index) => [index + 1, inside(ratio)]),
          symbol: 'circle',
          symbolSize: 5,
          z: 3,
          lineStyle: { width: 0, opacity: 0 },
          itemStyle: { color: palette.muted, opacity: 0.75 },
          emphasis: { disabled: true },
        },
      ],
    },
    table: () => [
      { label: 'pairs', values: looks.map((look) => look.pairs) },
      { label: 'ratio of the pair', values: pairs.map(({ ratio }) => ratio) },
      { label: 'time ratio so far', values: looks.map(({ ratio }) => ratio) },
      { label: '95 % low', values: looks.map(({ low }) => low) },
      { label: '95 % high', values: looks.map(({ high }) => high) },
    ],
  };
}

/** Pairs are whole. */
function tickEvery(pairs: number): number {
  return [2, 5, 10, 20, 50, 100, 200, 500].find((step) => pairs <= step * 10) ?? Math.ceil(pairs / 10);
}

function looksOf({ pairs, margin, resolution, answer }: AbClosing): readonly Look[] {
  const ratios = pairs.map(({ ratio }) => ratio);
  return ratios.map((_ratio, index) => {
    const isAnswered = answer !== null && answer.pairs === index + 1 && index === ratios.length - 1;
    const { ratio, ratioCi95 } = isAnswered
      ? answer
      : answerOf(ratios.slice(0, index + 1), { margin, isLast: false, resolution });
    return { pairs: index + 1, ratio, low: ratioCi95?.[0] ?? null, high: ratioCi95?.[1] ?? null };
  });
}

function band(
  looks: readonly Look[],
  inside: (ratio: number) => number,
  palette: ChartPalette,
): readonly Readonly<Record<string, unknown>>[] {
  const ends = looks.map(({ pairs, low, high }) => ({
    pairs,
    low: inside(low as number),
    high: inside(high as number),
  }));
  const edge = { type: 'line', stack: 'interval', symbol: 'none', emphasis: { disabled: true }, z: 2 };
  return [
    {
      ...edge,
      id: 'low',
      data: ends.map(({ pairs, low }) => [pairs, low]),
      lineStyle: { color: palette.sky, width: 1 },
    },
    {
      ...edge,
      id: 'high',
      data: ends.map(({ pairs, low, high }) => [pairs, high - low]),
      lineStyle: { color: palette.sky, width: 1 },
      areaStyle: { color: palette.sky, opacity: 0.22 },
    },
  ];
}

function describe(looks: readonly Look[], margin: number): string {
  const last = looks.at(-1);
  if (last === undefined) return 'No pair is measured yet.';
  const interval =
    last.low === null || last.high === null
      ? 'no interval yet'
      : `95 % interval ${formatRatio(last.low)} to ${formatRatio(last.high)}`;
  return `Time of B over time of A after each of ${looks.length} pairs: now ${formatRatio(last.ratio)}, ${interval}. What lies within ${margin * 100} % of 1 counts as the same.`;
}
