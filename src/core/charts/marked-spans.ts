import { formatDuration } from '../../contract/units.ts';
import type { ChartPalette } from './chart.ts';

/** A stretch of time with a name, such as one in which a card held itself back. */
export interface MarkedSpan {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly words: string;
}

/** For a line series: shaded, in the hue of what is bad, since it spoils figures. Named where the chart is described. */
export function spanAreas(palette: ChartPalette, spans: readonly MarkedSpan[] = []): object {
  if (spans.length === 0) return {};
  return {
    markArea: {
      silent: true,
      animation: false,
      label: { show: false },
      itemStyle: { color: palette.vermilion, opacity: 0.16 },
      data: spans.map(({ fromSeconds, toSeconds }) => [{ xAxis: fromSeconds }, { xAxis: toSeconds }]),
    },
  };
}

export function spanWords(spans: readonly MarkedSpan[] = []): string {
  return spans
    .map(
      ({ words, fromSeconds, toSeconds }) =>
        ` ${words} from ${formatDuration(fromSeconds * 1000)} to ${formatDuration(toSeconds * 1000)}.`,
    )
    .join('');
}
