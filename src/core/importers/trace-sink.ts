import type { DetailKey, TraceDevice, TraceUnit, TraceWarning, TrackKind } from '../../contract/trace.ts';
import type { LinkKind } from '../../contract/trace-view.ts';

/**
 * Where an importer puts what it reads, in any order. Times are whole nanoseconds from the base that it has set, or
 * whole weights where the unit is no time. Numbers handed back are good for this sink alone.
 */
export interface TraceSink {
  /** The same text gives the same number; 0 is the empty text. */
  string(text: string): number;
  /** The same process, name and kind give the same track. `sort` of the last call holds. */
  track(track: SinkTrack): number;
  /**
   * What a track turns out to be when all is read: names often come last, and a clock can prove to be another one.
   * All its spans are moved by so much. It stays a track of its own, even where another has that title.
   */
  settle(track: number, as: SinkTrack, shiftNs: number): void;
  /** Before the first span. Digits, since nanoseconds of our time do not fit a double. */
  base(nanoseconds: string): void;
  unit(unit: TraceUnit): void;
  /**
   * `name` and `category` are strings of this sink. −1 as source offset where the source has none. Of spans on a
   * track that cover exactly the same time, the one given first is the outer one.
   */
  span(
    track: number,
    name: number,
    category: number,
    kind: number,
    startNs: number,
    durationNs: number,
    sourceOffset: number,
  ): number;
  /** Of a span that was given: a number, or a string of this sink, as TEXT_DETAILS says. */
  detail(span: number, key: DetailKey, value: number): void;
  /** The same, of the key at this place in DETAIL_KEYS: for whoever has millions. */
  detailAt(span: number, place: number, value: number): void;
  link(kind: LinkKind, fromSpan: number, toSpan: number): void;
  /**
   * Between the innermost spans that stand there, ends included, once all is read: the one that begins last. Nothing
   * where none does. Times as spans are given, whatever a track is moved by.
   */
  linkAt(kind: LinkKind, fromTrack: number, fromNs: number, toTrack: number, toNs: number): void;
  counter(counter: SinkCounter): number;
  sample(counter: number, atNs: number, value: number): void;
  device(device: TraceDevice): void;
  fact(name: string, value: string): void;
  /** Of one kind counted together: the first text and place hold, `{count}` in it becomes their number. */
  warn(kind: TraceWarning['kind'], text: string, atByte: number | null): void;
  readonly spanCount: number;
}

export interface SinkTrack {
  readonly process: string;
  readonly name: string;
  readonly kind: TrackKind;
  readonly sort: number;
}

export interface SinkCounter {
  readonly process: string;
  readonly name: string;
  readonly unit: string;
}
