import type { LinkKind } from '../../../contract/trace-view.ts';
import type { TraceSink } from '../trace-sink.ts';
import { AsyncSpans } from './async-spans.ts';
import { OTHER } from './batch-strings.ts';
import { OpenEvents } from './begin-end.ts';
import { FlowLinks, flowKind } from './flow-links.ts';
import { Wholes } from './growing.ts';
import { HeldCounters } from './held-counters.ts';
import { HeldDetails } from './held-details.ts';
import { LaunchLinks } from './launch-links.ts';
import { MemoryCounters } from './memory-counters.ts';
import { Metadata } from './metadata.ts';
import { ReaderClock } from './reader-clock.ts';
import { Texts } from './texts.ts';
import { TrackTable, type ReaderTrack } from './track-table.ts';
import { V8Profiles } from './v8-profile.ts';

export interface OpenEvent {
  readonly atNs: number;
  readonly name: number;
  readonly category: number;
  readonly kind: number;
  readonly offset: number;
  /** Where its details begin among those held; they are the last. */
  readonly firstHeld: number;
}

/** What a reader knows of the events so far. */
export class ReaderState {
  readonly sink: TraceSink;
  readonly texts = new Texts();
  readonly clock: ReaderClock;
  readonly tracks: TrackTable;
  readonly metadata = new Metadata();
  readonly held = new HeldDetails();
  readonly openEvents = new OpenEvents();
  /** By place in the track table: its open events. */
  readonly openOf = new Map<ReaderTrack, Wholes>();
  readonly flows = new FlowLinks();
  readonly flowKinds: LinkKind[] = [];
  readonly launches = new LaunchLinks();
  readonly asyncSpans = new AsyncSpans();
  readonly counters = new HeldCounters();
  readonly memory: MemoryCounters;
  readonly profiles = new V8Profiles();
  readonly unnamed: number;
  readonly #flowGroups = new Map<string, Map<string, number>>();

  constructor(sink: TraceSink) {
    this.sink = sink;
    this.clock = new ReaderClock(sink);
    this.tracks = new TrackTable(sink, this.texts);
    this.memory = new MemoryCounters(sink);
    this.unnamed = sink.string('(unnamed)');
  }

  open(isEnd: boolean, track: ReaderTrack, event: OpenEvent): void {
    const { openEvents } = this;
    let own = this.openOf.get(track);
    if (own === undefined) {
      own = new Wholes();
      this.openOf.set(track, own);
    }
    own.push(openEvents.length);
    openEvents.isEnd.push(isEnd ? 1 : 0);
    openEvents.atNs.push(event.atNs);
    openEvents.name.push(event.name);
    openEvents.category.push(event.category);
    openEvents.kind.push(event.kind);
    openEvents.offset.push(event.offset);
    openEvents.details.push(event.firstHeld);
    openEvents.detailsEnd.push(this.held.length);
  }

  moment(track: ReaderTrack, name: number, category: number, atNs: number, offset: number): void {
    if (atNs < track.fromNs) track.fromNs = atNs;
    if (atNs > track.toNs) track.toNs = atNs;
    this.sink.span(track.number, name === 0 ? this.unnamed : name, category, OTHER, atNs, 0, offset);
  }

  /** Arrows of one group and id are one. −1 where launches are known by their correlations already. */
  flowGroup(category: string, name: string): number {
    // Both ends have the same category; names may differ from end to end where there is a category.
    const kind = flowKind(category, name);
    if (kind === 'launch' && this.launches.isKnown) return -1;
    const groups = this.#flowGroups.get(category) ?? new Map<string, number>();
    const key = category === '' ? name : kind;
    let group = groups.get(key);
    if (group === undefined) {
      group = this.flowKinds.push(kind) - 1;
      groups.set(key, group);
      this.#flowGroups.set(category, groups);
    }
    return group;
  }

  broken(count: number, at: number): void {
    for (let one = 0; one < count; one += 1)
      this.sink.warn('broken-events', '{count} stretches are no trace events and were left out.', at);
  }

  withoutTime(at: number): void {
    this.sink.warn('without-time', '{count} events have no time that can be read, and were left out.', at);
  }

  negative(at: number): void {
    this.sink.warn(
      'negative-duration',
      '{count} spans end before they begin, and are shown without length.',
      at,
    );
  }
}
