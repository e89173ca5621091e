import type { ChartPalette, Range } from './chart.ts';
import { niceAxis, tickLabel } from './scale.ts';
import type { AxisUnit } from './scale.ts';

/** The same for every chart, so that those of one run stand exactly above each other. */
export const PLOT_MARGIN = { left: 60, right: 16, top: 12, bottom: 40 } as const;

type Part = Readonly<Record<string, unknown>>;

export function plotGrid(margin: { readonly top?: number; readonly bottom?: number } = {}): Part {
  return { ...PLOT_MARGIN, ...margin, outerBoundsMode: 'none' };
}

export interface AxisWords {
  /** With the unit: "latency (ms)". */
  readonly name: string;
  readonly unit: AxisUnit;
}

export function horizontalAxis(palette: ChartPalette, words: AxisWords, range: Range): Part {
  return {
    type: 'value',
    min: range.min,
    max: range.max,
    ...axisName(palette, words, 'middle', 24),
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.axis } },
    axisTick: { show: false },
    axisLabel: { ...labelStyle(palette, words.unit), showMinLabel: true, hideOverlap: true },
    splitLine: { show: false },
    ...tickInterval(range, words.unit, 8),
    axisPointer: crosshair(palette, words.unit),
  };
}

export function verticalAxis(palette: ChartPalette, words: AxisWords, range: Range, ticks = 4): Part {
  const nice = niceAxis(range, words.unit, ticks);
  return {
    type: 'value',
    ...nice,
    ...axisName(palette, words, 'middle', 44),
    nameRotate: 90,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: labelStyle(palette, words.unit),
    splitLine: { show: true, lineStyle: { color: palette.grid, width: 1 } },
    axisPointer: { show: false },
  };
}

/** Only the distance of ticks: the plot must end where the data ends, or charts of one run would not align. */
function tickInterval(range: Range, unit: AxisUnit, ticks: number): Part {
  const { interval } = niceAxis(range, unit, ticks);
  return Number.isFinite(interval) && interval > 0 ? { interval } : {};
}

function axisName(palette: ChartPalette, words: AxisWords, place: string, gap: number): Part {
  return {
    name: words.name,
    nameLocation: place,
    nameGap: gap,
    nameTextStyle: { color: palette.muted, fontFamily: palette.fontFamily, fontSize: 11 },
  };
}

function labelStyle(palette: ChartPalette, unit: AxisUnit): Part {
  return {
    color: palette.muted,
    fontFamily: palette.numberFamily,
    fontSize: 11,
    formatter: (value: number) => tickLabel(value, unit),
  };
}

function crosshair(palette: ChartPalette, unit: AxisUnit): Part {
  return {
    show: true,
    type: 'line',
    snap: false,
    lineStyle: { color: palette.axis, type: 'solid', width: 1 },
    label: {
      show: true,
      formatter: ({ value }: { value: number }) => tickLabel(value, unit),
      backgroundColor: palette.surface,
      color: palette.text,
      borderColor: palette.axis,
      borderWidth: 1,
      fontFamily: palette.numberFamily,
      fontSize: 11,
      padding: [2, 4],
      margin: 2,
    },
  };
}
