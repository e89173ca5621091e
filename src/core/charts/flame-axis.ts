import type { ChartPalette } from './chart.ts';
import { durationUnit, niceAxis } from './scale.ts';

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
  const label = (value: number): string => {
    const steps = value / interval;
    if (Math.abs(steps - Math.round(steps)) > 1e-4) return '';
    return `${(value / unit.size).toFixed(digits)} ${unit.name}`.replace(/^-(0(\.0+)?) /, '$1 ');
  };
  return {
    type: 'value',
    position: 'top',
    ...range,
    interval,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: palette.muted,
      fontFamily: palette.numberFamily,
      fontSize: 11,
      hideOverlap: true,
      alignMinLabel: 'left',
      alignMaxLabel: 'right',
      margin: 6,
      formatter: label,
    },
    splitLine: {
      show: true,
      showMinLine: false,
      showMaxLine: false,
      lineStyle: { color: palette.grid, width: 1 },
    },
  };
}
