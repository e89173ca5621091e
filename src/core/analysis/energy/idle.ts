import type { Seconds } from '../../../contract/units.ts';
import { indexAt, readable, type MeterSeries } from './series.ts';

/** Shorter, and it is no picture of an idle machine. */
const SHORTEST_SECONDS = 0.5;

/** Mean power before a time by a counter; null where it was not watched long enough. */
export function idleByCounter(series: MeterSeries, untilSeconds: Seconds): number | null {
  const { atSeconds, values } = readable(series);
  const last = indexAt(atSeconds, untilSeconds);
  if (last < 1) return null;
  const seconds = (atSeconds[last] as number) - (atSeconds[0] as number);
  const joules = (values[last] as number) - (values[0] as number);
  return seconds < SHORTEST_SECONDS || joules < 0 ? null : joules / seconds;
}

/** The same from readings of power. */
export function idleByPower(series: MeterSeries, untilSeconds: Seconds): number | null {
  const { atSeconds, values } = readable(series);
  const before = values.subarray(0, indexAt(atSeconds, untilSeconds) + 1);
  const seconds = before.length < 2 ? 0 : (atSeconds[before.length - 1] as number) - (atSeconds[0] as number);
  return seconds < SHORTEST_SECONDS ? null : before.reduce((sum, value) => sum + value, 0) / before.length;
}
