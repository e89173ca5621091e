import type { TrackKind } from '../../../contract/trace.ts';
import type { SinkTrack } from '../../importers/trace-sink.ts';

/** Tracks are numbered in 16 bits; those beyond share the last. */
const MOST_TRACKS = 0xffff;

interface GivenTrack {
  title: SinkTrack;
  shiftNs: number;
}

/** Tracks as an importer gives them, and the order in which they are kept. */
export class TrackList {
  readonly #given: GivenTrack[] = [];
  readonly #numbers = new Map<string, number>();
  /** Tracks that share the last place; 0 where there is one for each. */
  folded = 0;

  number(track: SinkTrack): number {
    const key = `${track.kind}\0${track.process}\0${track.name}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) {
      const given = this.#given[known];
      if (given && known < MOST_TRACKS - 1) given.title = track;
      return known;
    }
    const number = Math.min(this.#given.length, MOST_TRACKS - 1);
    this.#numbers.set(key, number);
    if (this.#given.length === MOST_TRACKS) this.folded = Math.max(this.folded, 1) + 1;
    else this.#given.push({ title: this.#given.length < MOST_TRACKS - 1 ? track : OTHERS, shiftNs: 0 });
    return number;
  }

  settle(number: number, as: SinkTrack, shiftNs: number): void {
    const given = this.#given[number];
    if (given === undefined) throw new Error(`no track ${number}`);
    if (number < MOST_TRACKS - 1) given.title = as;
    given.shiftNs += shiftNs;
  }

  get count(): number {
    return this.#given.length;
  }

  title(number: number): SinkTrack {
    return this.#given[number]?.title ?? OTHERS;
  }

  shiftNs(number: number): number {
    return this.#given[number]?.shiftNs ?? 0;
  }

  /** Numbers of tracks: by process, each process where the first of its tracks would stand, async ones last of it. */
  inOrder(): readonly number[] {
    const processes = new Map<string, number>();
    for (const { title } of this.#given) {
      const least = processes.get(title.process) ?? Infinity;
      processes.set(title.process, Math.min(least, placeOf(title)));
    }
    const processRank = new Map(
      [...processes]
        .map(([process, place], arrival) => ({ process, place, arrival }))
        .sort((a, b) => a.place - b.place || a.arrival - b.arrival)
        .map(({ process }, rank) => [process, rank]),
    );
    const rank = (track: SinkTrack): number => processRank.get(track.process) ?? 0;
    return this.#given
      .map(({ title }, number) => ({ title, number }))
      .sort(
        (a, b) =>
          rank(a.title) - rank(b.title) ||
          lateness(a.title.kind) - lateness(b.title.kind) ||
          placeOf(a.title) - placeOf(b.title) ||
          a.number - b.number,
      )
      .map(({ number }) => number);
  }
}

const OTHERS: SinkTrack = { process: '', name: 'all other tracks', kind: 'async', sort: Number.MAX_VALUE };

const placeOf = ({ sort }: SinkTrack): number => (Number.isFinite(sort) ? sort : Number.MAX_VALUE);
const lateness = (kind: TrackKind): number => (kind === 'async' ? 1 : 0);
