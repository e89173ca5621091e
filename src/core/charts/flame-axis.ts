import type { ChartPalette } from './chart.ts';
import { durationUnit, niceAxis } from './scale.ts';

const MOST_TICKS = 24;

export interface FlameExtent {
  readonly originUs: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly isBare: boolean;
}

/** Time along the top, in milliseconds inside; labels as exact as the view is narrow. */
export function flameAxis(
  { originUs, fromUs, toUs, isBare }: FlameExtent,
  palette: ChartPalette,
): Readonly<Record<string, unknown>> {
  const range = { min: (fromUs - originUs) / 1000, max: (toUs - originUs) / 1000 };
  if (isBare) return { type: 'value', ...range, show: false };
  const unit = durationUnit(Math.max(Math.abs(range.min), Math.abs(range.max)));
  const { interval } = niceAxis(range, unit, 8);
  const digits = Math.min(9, Math.max(0, Math.ceil(-Math.log10(interval / unit.size) - 1e-9)));
  const words = (value: number): string =>
    `${(value / unit.size).toFixed(digits)} ${unit.name}`.replace(/^-(0(\.0+)?) /, '$1 ');
  // ECharts would count an interval from where the view begins.
  const first = Math.ceil(range.min / interval - 1e-9);
  const last = Math.min(first + MOST_TICKS, Math.floor(range.max / interval + 1e-9));
  const ticks = Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => (first + step) * interval);
  return {
    type: 'value',
    position: 'top',
    ...range,
    axisLine: { show: false },
    axisTick: { show: false, customValues: ticks },
    axisLabel: {
      color: palette.muted,
      fontFamily: palette.numberFamily,
      fontSize: 11,
      hideOverlap: true,
      alignMinLabel: 'left',
      alignMaxLabel: 'right',
      margin: 6,
      customValues: ticks,
      formatter: words,
    },
    splitLine: {
      show: true,
      showMinLine: true,
      showMaxLine: true,
      lineStyle: { color: palette.grid, width: 1 },
    },
  };
}
