import type { ChartPalette, Range } from './chart.ts';
import { niceAxis, tickLabel } from './scale.ts';
import type { AxisUnit } from './scale.ts';

/** The same for every chart, so that those of one run stand exactly above each other. */
export const PLOT_MARGIN = { left: 60, right: 16, top: 12, bottom: 40 } as const;

type Part = Readonly<Record<string, unknown>>;

/** Below an axis without a name. */
export const NAMELESS_BOTTOM = 24;

export function plotGrid(margin: { readonly top?: number; readonly bottom?: number } = {}): Part {
  return { ...PLOT_MARGIN, ...margin, outerBoundsMode: 'none' };
}

export interface AxisWords {
  /** With the unit: "latency (ms)". */
  readonly name: string;
  readonly unit: AxisUnit;
}

export interface HorizontalWords extends AxisWords {
  /** Labels stay, the name goes: for all but the lowest of charts that share one axis. */
  readonly nameless?: boolean;
}

export function horizontalAxis(palette: ChartPalette, words: HorizontalWords, range: Range): Part {
  return {
    type: 'value',
    min: range.min,
    max: range.max,
    // Said, not left out: what is drawn into a chart that stands already is merged.
    ...(words.nameless === true ? { name: '' } : axisName(palette, words, 'middle', 24)),
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.axis } },
    axisTick: { show: false },
    axisLabel: {
      ...labelStyle(palette, words.unit),
      formatter: (value: number) => (isRound(value / words.unit.size) ? tickLabel(value, words.unit) : ''),
      hideOverlap: true,
    },
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

/** ECharts labels the ends of an axis too, where its data happen to end: "76.6728" beside "70" says nothing. */
function isRound(value: number): boolean {
  return Math.abs(Number(value.toPrecision(5)) - value) <= Math.abs(value) * 1e-9;
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
      formatter: ({ value }: { value: number }) => tickLabel(Number(value.toPrecision(4)), unit),
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
