import type { TraceSink } from '../trace-sink.ts';
import type { ReaderClock } from './reader-clock.ts';
import type { ReaderTrack } from './track-table.ts';

/** Tracks so far from all others, and farther by so much than they are long, go by another clock. */
const FAR_NS = 3600e9;
const FAR_LENGTHS = 10;

interface Cluster {
  readonly tracks: ReaderTrack[];
  fromNs: number;
  toNs: number;
}

/**
 * Tracks that lie hours from the others go by another clock: by how much each must be moved so that all begin
 * together. The tracks of the largest cluster stay. Says what it moves.
 */
export function clockShifts(
  sink: TraceSink,
  clock: ReaderClock,
  tracks: readonly ReaderTrack[],
): ReadonlyMap<ReaderTrack, number> {
  const placed = tracks
    .filter(({ fromNs, toNs }) => fromNs <= toNs)
    .map((track) => ({
      track,
      fromNs: clock.originNs(track.clock) + track.fromNs,
      length: track.toNs - track.fromNs,
    }))
    .sort((a, b) => a.fromNs - b.fromNs);
  const clusters: Cluster[] = [];
  for (const { track, fromNs, length } of placed) {
    const last = clusters.at(-1);
    const away = last === undefined ? Infinity : fromNs - last.toNs;
    if (
      last !== undefined &&
      !(away > FAR_NS && away > FAR_LENGTHS * Math.max(length, last.toNs - last.fromNs))
    ) {
      last.tracks.push(track);
      last.toNs = Math.max(last.toNs, fromNs + length);
    } else clusters.push({ tracks: [track], fromNs, toNs: fromNs + length });
  }
  const shifts = new Map<ReaderTrack, number>();
  const main = clusters.reduce<Cluster | undefined>(
    (most, cluster) => (most === undefined || cluster.tracks.length > most.tracks.length ? cluster : most),
    undefined,
  );
  if (main === undefined) return shifts;
  for (const cluster of clusters) {
    const shiftNs = main.fromNs - cluster.fromNs;
    for (const track of cluster.tracks) {
      // As given, a track lies at its own clock's origin.
      const own = (cluster === main ? 0 : shiftNs) + clock.originNs(track.clock);
      if (own !== 0) shifts.set(track, Math.round(own));
    }
    if (cluster === main) continue;
    const hours = (-shiftNs / FAR_NS).toLocaleString('en', { maximumFractionDigits: 1 });
    const text = `{count} tracks go by a clock ${hours} hours off the others, and were moved to begin with them.`;
    for (const _track of cluster.tracks) sink.warn('clock-bases', text, null);
  }
  return shifts;
}
