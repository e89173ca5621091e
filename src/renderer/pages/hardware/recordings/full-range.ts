import type { ChannelSeries } from '../../../../contract/recording.ts';
import type { Range } from '../../../../core/charts/chart.ts';

/** From the first reading of any channel to the last; null where there is none. */
export function fullRange(series: readonly ChannelSeries[]): Range | null {
  const firsts = series.flatMap(({ atSeconds }) => atSeconds[0] ?? []);
  const lasts = series.flatMap(({ atSeconds }) => atSeconds.at(-1) ?? []);
  if (firsts.length === 0) return null;
  const min = Math.min(...firsts);
  const max = Math.max(...lasts);
  return { min, max: max > min ? max : min + 1 };
}
