import type { TraceUnit } from '../../contract/trace.ts';
import type { ChartPalette } from './chart.ts';
import { lengthAxis } from './length-ticks.ts';

export interface FlameExtent {
  readonly originUs: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly isBare: boolean;
  readonly unit?: TraceUnit;
}

/** Time along the top, in milliseconds inside; labels as exact as the view is narrow. */
export function flameAxis(
  { originUs, fromUs, toUs, isBare, unit }: FlameExtent,
  palette: ChartPalette,
): Readonly<Record<string, unknown>> {
  const range = { min: (fromUs - originUs) / 1000, max: (toUs - originUs) / 1000 };
  if (isBare) return { type: 'value', ...range, show: false };
  const axis = lengthAxis(range, unit);
  const ticks = axis.ticks.map(({ at }) => at);
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
      formatter: axis.words,
    },
    splitLine: {
      show: true,
      showMinLine: true,
      showMaxLine: true,
      lineStyle: { color: palette.grid, width: 1 },
    },
  };
}
