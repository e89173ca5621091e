import type { ChangePoint, History, HistoryPoints } from '../../contract/history.ts';
import { changeInPercent } from '../analysis/history/history-words.ts';
import type { ChartPalette } from './chart.ts';

type Part = Readonly<Record<string, unknown>>;

/** Names of versions fit above the plot as long as each has this share of its width. */
const LEAST_NAMED_SHARE = 0.045;

/** Between two changes the median; drawn as a step from the first run of a stretch to the first of the next. */
export function levelsOf(points: HistoryPoints, changes: readonly ChangePoint[]): [number, number][] {
  const starts = [0, ...changes.map(({ index }) => index)];
  return starts.flatMap((from, place): [number, number][] => {
    const to = starts[place + 1] ?? points.values.length;
    const level = middle(points.values.slice(from, to).filter((_, at) => points.leftOut[from + at] !== 1));
    return level === null
      ? []
      : [
          [from - 0.5, level],
          [to - 0.5, level],
        ];
  });
}

function middle(values: Float64Array): number | null {
  const known = values.filter(Number.isFinite).sort();
  if (known.length === 0) return null;
  const half = (known.length - 1) / 2;
  return ((known[Math.floor(half)] as number) + (known[Math.ceil(half)] as number)) / 2;
}

export function whiskers(
  points: HistoryPoints,
  palette: ChartPalette,
  inside: (value: number) => number,
): Part {
  const data = Array.from(points.low, (low, index) => [index, low, points.high[index] as number]).filter(
    ([, low, high]) => Number.isFinite(low) && Number.isFinite(high),
  ) as [number, number, number][];
  return {
    id: 'intervals',
    type: 'custom',
    silent: true,
    clip: true,
    data: data.map(([index, low, high]) => [index, inside(low), inside(high)]),
    encode: { x: 0, y: [1, 2] },
    renderItem: (
      _params: unknown,
      api: { value(place: number): number; coord(point: readonly [number, number]): [number, number] },
    ) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const [, high] = api.coord([api.value(0), api.value(2)]);
      return {
        type: 'line',
        shape: { x1: x, y1: low, x2: x, y2: high },
        style: { stroke: palette.blue, lineWidth: 1, opacity: 0.45 },
      };
    },
  };
}

/** Every other stretch of one version is shaded; its name stands above where there is room for it. */
export function versionBands(
  { points }: Pick<History, 'points'>,
  palette: ChartPalette,
  count: number,
): Part {
  const stretches: { from: number; to: number; version: number }[] = [];
  points.version.forEach((version, index) => {
    const last = stretches.at(-1);
    if (last !== undefined && last.version === version) last.to = index;
    else stretches.push({ from: index, to: index, version });
  });
  return {
    silent: true,
    animation: false,
    data: stretches.map(({ from, to, version }, place) => [
      {
        xAxis: from - 0.5,
        name: (to - from + 1) / count >= LEAST_NAMED_SHARE ? `v${version + 1}` : '',
        itemStyle: { color: palette.muted, opacity: place % 2 === 0 ? 0 : 0.09 },
        label: {
          show: true,
          position: 'insideTop',
          distance: -30,
          color: palette.muted,
          fontFamily: palette.fontFamily,
          fontSize: 11,
        },
      },
      { xAxis: to + 0.5 },
    ]),
  };
}

export function markLines(
  { changes, baseline, goal, better }: Pick<History, 'changes' | 'baseline' | 'goal' | 'better'>,
  palette: ChartPalette,
): Part {
  const worse = (change: ChangePoint): boolean => change.change.ratio > 1 === (better === 'lower');
  return {
    silent: true,
    animation: false,
    symbol: 'none',
    data: [
      ...changes.map((change) => ({
        xAxis: change.index - 0.5,
        lineStyle: { color: worse(change) ? palette.vermilion : palette.green, type: 'solid', width: 1.5 },
        label: {
          show: true,
          position: 'insideEndTop',
          rotate: 0,
          distance: [4, 2],
          formatter: changeInPercent(change.change.ratio),
          color: worse(change) ? palette.vermilion : palette.green,
          fontFamily: palette.numberFamily,
          fontSize: 11,
        },
      })),
      ...(baseline === null
        ? []
        : [
            {
              yAxis: baseline.value,
              lineStyle: { color: palette.orange, type: 'dashed', width: 1 },
              label: { show: false },
            },
          ]),
      ...(goal === null
        ? []
        : [
            {
              yAxis: goal,
              lineStyle: { color: palette.green, type: 'dotted', width: 1.5 },
              label: { show: false },
            },
          ]),
    ],
  };
}
