import type { ScenarioKind, ScenarioPoint, ScenarioResult } from '../../contract/scenario.ts';
import { formatCount, formatScaled } from '../../contract/units.ts';
import { sweptOf } from '../analysis/scenario/read-sweep.ts';
import type { ChartPalette, Range } from './chart.ts';
import { horizontalAxis } from './frame.ts';

export interface SweptPoint {
  /** On the axis. */
  readonly x: number;
  /** What it stands for, with its unit. */
  readonly words: string;
  readonly point: ScenarioPoint;
  readonly index: number;
}

/** The points in the order of what was swept. Concurrency is doubled, so it stands by its logarithm. */
export function sweptPoints({ kind, points }: ScenarioResult): readonly SweptPoint[] {
  return points
    .map((point, index) => {
      const value = sweptOf(kind, point);
      return { x: onAxis(kind, value), words: sweptWords(kind, value), point, index };
    })
    .sort((left, right) => left.x - right.x);
}

export function sweptWords(kind: ScenarioKind, value: number): string {
  if (kind === 'server') return `${formatScaled(value)} queries/s offered`;
  const what = kind === 'offline' ? 'session' : 'stream';
  return `${formatCount(value)} ${what}${value === 1 ? '' : 's'}`;
}

export function sweptAxis(
  kind: ScenarioKind,
  points: readonly SweptPoint[],
  palette: ChartPalette,
): Readonly<Record<string, unknown>> {
  const xs = points.map(({ x }) => x);
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const margin = (high - low || 1) * 0.04;
  const range: Range = { min: kind === 'server' ? 0 : low - margin, max: high + margin };
  if (kind === 'server') {
    const thousands = high >= 10_000;
    const unit = thousands ? { name: 'thousand/s', size: 1000 } : { name: '/s', size: 1 };
    return horizontalAxis(palette, { name: `queries offered (${unit.name})`, unit }, range);
  }
  const unit = { name: '', size: 1 };
  const axis = horizontalAxis(palette, { name: kind === 'offline' ? 'sessions' : 'streams', unit }, range);
  return {
    ...axis,
    axisLabel: {
      ...(axis['axisLabel'] as object),
      customValues: xs,
      formatter: (value: number) => formatCount(2 ** value),
    },
    axisPointer: { show: true, type: 'line', snap: true, label: { show: false } },
  };
}

/** A line at the knee, which the legend names. */
export function kneeLine(at: SweptPoint | undefined, palette: ChartPalette): object {
  if (at === undefined) return {};
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      lineStyle: { color: palette.text, width: 1, type: 'dashed' },
      label: {
        show: true,
        formatter: 'knee',
        position: 'insideEndTop',
        rotate: 0,
        align: 'left',
        padding: [0, 0, 0, 6],
        color: palette.text,
        fontFamily: palette.fontFamily,
        fontSize: 11,
      },
      data: [{ xAxis: at.x }],
    },
  };
}

function onAxis(kind: ScenarioKind, value: number): number {
  return kind === 'server' ? value : Math.log2(value);
}
