import type { TraceParts } from './trace-parts.ts';
import type { NsRange } from './write-spans.ts';

/** The time asked for, counted from the first start, and how many spans touch it. */
export function windowOf({ spans, tracks, window }: Pick<TraceParts, 'spans' | 'tracks' | 'window'>): {
  readonly range: NsRange | null;
  readonly touching: number;
} {
  if (window === null) return { range: null, touching: spans.count };
  let firstNs = Infinity;
  for (let track = 0; track < tracks.count; track++)
    firstNs = Math.min(firstNs, spans.ofTrack(track).firstNs + tracks.shiftNs(track));
  const range = { fromNs: firstNs + window.fromUs * 1000, toNs: firstNs + window.toUs * 1000 };
  let touching = 0;
  for (let track = 0; track < tracks.count; track++) {
    const given = spans.ofTrack(track);
    const shiftNs = tracks.shiftNs(track);
    const start = given.read('start', new Float64Array(given.count));
    const duration = given.read('duration', new Float64Array(given.count));
    for (let span = 0; span < start.length; span++) {
      const at = (start[span] as number) + shiftNs;
      if (at <= range.toNs && at + (duration[span] as number) >= range.fromNs) touching++;
    }
  }
  return { range, touching };
}
