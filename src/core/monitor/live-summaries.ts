import { MARKS, type HardwareCatalog, type HardwareFrames } from '../../contract/hardware-channels.ts';
import type { ChannelSummary } from '../../contract/recording.ts';
import { summarizeChannel } from '../analysis/channel-summary.ts';
import type { OutsideValues } from './outside-values.ts';
import type { Range } from './read-recording.ts';

/** Of what is remembered: second 0 is the newest tick, those before it are negative. */
export function summarizeLive(
  catalog: HardwareCatalog,
  frames: HardwareFrames,
  outside: OutsideValues,
  { fromSeconds = Number.NEGATIVE_INFINITY, toSeconds = Number.POSITIVE_INFINITY }: Range,
): ChannelSummary[] {
  const { atMs, values, marks } = frames;
  const newest = atMs.at(-1) ?? 0;
  const isInside = (at: number): boolean =>
    at >= newest + fromSeconds * 1000 && at <= newest + toSeconds * 1000;
  const width = catalog.channels.length;
  return catalog.channels.map(({ id, source }, column) => {
    const reported = source === 'outside' ? outside.series(id) : null;
    if (reported !== null) {
      const wanted = reported.values.filter((_, index) => isInside(reported.atMs[index] as number));
      return summarizeChannel(id, Float64Array.from(wanted));
    }
    const read: number[] = [];
    atMs.forEach((at, row) => {
      const place = row * width + column;
      if (marks[place] === MARKS.fresh && isInside(at)) read.push(values[place] as number);
    });
    return summarizeChannel(id, Float64Array.from(read));
  });
}
