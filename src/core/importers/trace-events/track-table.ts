import type { TrackKind } from '../../../contract/trace.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { Texts } from './texts.ts';

/** Tracks have two bytes in an index; what comes after so many shares one. */
const MOST_TRACKS = 60_000;

export interface ReaderTrack {
  /** Of the sink. */
  readonly number: number;
  readonly process: string;
  readonly thread: string;
  readonly kind: TrackKind;
  readonly clock: number;
  /** A title of its own, where it is no thread of the source. */
  readonly title: string | null;
  isOnDevice: boolean;
  fromNs: number;
  toNs: number;
}

/**
 * Threads as the source numbers them, each a track. Names come when all is read; until then a track is called by its
 * numbers. Processes and threads are places in `texts`.
 */
export class TrackTable {
  readonly tracks: ReaderTrack[] = [];
  readonly #sink: TraceSink;
  readonly #texts: Texts;
  /** By thread: the processes that have one of that number, and their tracks, in pairs. */
  readonly #byThread: ({ process: number; clock: number; track: ReaderTrack }[] | undefined)[] = [];
  #last: ReaderTrack | null = null;
  #lastProcess = -1;
  #lastThread = -1;
  #rest: ReaderTrack | null = null;

  constructor(sink: TraceSink, texts: Texts) {
    this.#sink = sink;
    this.#texts = texts;
  }

  find(process: number, thread: number, clock: number): ReaderTrack {
    const last = this.#last;
    if (last !== null && process === this.#lastProcess && thread === this.#lastThread && last.clock === clock)
      return last;
    const track = this.#lookUp(process, thread, clock);
    this.#last = track;
    this.#lastProcess = process;
    this.#lastThread = thread;
    return track;
  }

  /** A track that is no thread of the source's. */
  add(process: string, title: string, kind: TrackKind, clock: number): ReaderTrack {
    return this.#add(process, title, kind, clock, title);
  }

  get isFull(): boolean {
    return this.#rest !== null;
  }

  #lookUp(process: number, thread: number, clock: number): ReaderTrack {
    const known = this.#byThread[thread];
    if (known !== undefined) {
      for (const entry of known) {
        if (entry.process === process && entry.clock === clock) return entry.track;
      }
    }
    const track = this.#add(this.#texts.at(process), this.#texts.at(thread), 'thread', clock, null);
    const entry = { process, clock, track };
    if (known === undefined) this.#byThread[thread] = [entry];
    else known.push(entry);
    return track;
  }

  #add(process: string, thread: string, kind: TrackKind, clock: number, title: string | null): ReaderTrack {
    if (this.#rest !== null) return this.#rest;
    const isRest = this.tracks.length === MOST_TRACKS;
    // Provisional titles of two clocks must differ, or they would be one track.
    const name = `${isRest ? 'further threads' : thread}${clock === 0 ? '' : ` (clock ${clock + 1})`}`;
    const order = this.tracks.length;
    const track: ReaderTrack = {
      number: this.#sink.track({ process: isRest ? '' : process, name, kind, sort: order }),
      process: isRest ? '' : process,
      thread: isRest ? 'further threads' : thread,
      kind,
      clock,
      title: isRest ? 'Further threads' : title,
      isOnDevice: false,
      fromNs: Infinity,
      toNs: -Infinity,
    };
    this.tracks.push(track);
    if (isRest) this.#rest = track;
    return track;
  }
}
