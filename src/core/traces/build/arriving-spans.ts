import type { DiskFile } from '../disk-file.ts';
import { TrackSpans } from './track-spans.ts';

/** Spans as they come, each track's apart. */
export class ArrivingSpans {
  readonly #spill: () => DiskFile;
  readonly #tracks: TrackSpans[] = [];
  count = 0;

  constructor(spill: () => DiskFile) {
    this.#spill = spill;
  }

  add(
    track: number,
    name: number,
    category: number,
    kind: number,
    start: number,
    duration: number,
    offset: number,
  ): number {
    (this.#tracks[track] ?? this.ofTrack(track)).add(
      this.count,
      name,
      category,
      kind,
      start,
      duration,
      offset,
    );
    return this.count++;
  }

  ofTrack(track: number): TrackSpans {
    while (this.#tracks.length <= track) this.#tracks.push(new TrackSpans(this.#spill));
    return this.#tracks[track] as TrackSpans;
  }
}
