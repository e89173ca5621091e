import type { SinkTrack, TraceSink } from '../trace-sink.ts';
import { matchTrack, type BeginEndTroubles, type TellSpan } from './begin-end.ts';
import type { AsyncTroubles } from './async-spans.ts';
import { OTHER } from './batch-strings.ts';
import { clockShifts } from './clock-shifts.ts';
import type { ReaderState } from './reader-state.ts';
import { tellSurroundings } from './surroundings.ts';
import type { ReaderTrack } from './track-table.ts';

const UNBALANCED =
  '{count} events are half of a span: what has no end was closed with what it lies in, an end of nothing left out.';

/** When all events are read: spans that had to wait for their ends, arrows, counters, names and clocks. */
export function settleReading(state: ReaderState, pieces: ReadonlyMap<string, string>): void {
  const { sink, tracks } = state;
  closeSpans(state);
  placeAsync(state);
  placeProfiles(state);
  if (tracks.isFull)
    sink.warn(
      'limits',
      'More than 60000 threads: what the further ones did lies together on one track.',
      null,
    );
  state.launches.tell(sink);
  state.flows.tell(sink, (group) => {
    const kind = state.flowKinds[group] ?? 'flow';
    return kind === 'launch' && state.launches.isKnown ? null : kind;
  });
  state.counters.tell(sink, (process) => state.metadata.processTitle(process));
  const titles = state.metadata.titles(tracks.tracks);
  const shifts = clockShifts(sink, state.clock, tracks.tracks);
  for (const track of tracks.tracks)
    sink.settle(track.number, titles.get(track) as SinkTrack, shifts.get(track) ?? 0);
  tellSurroundings(sink, pieces);
}

function reach(track: ReaderTrack, fromNs: number, toNs: number): void {
  if (fromNs < track.fromNs) track.fromNs = fromNs;
  if (toNs > track.toNs) track.toNs = toNs;
}

function closeSpans(state: ReaderState): void {
  const { sink, openEvents: events, held } = state;
  const troubles: BeginEndTroubles = { endsAlone: 0, beginsAlone: 0, firstOffset: 0 };
  const tell: TellSpan = (track, begin, end, endNs) => {
    const startNs = events.atNs.values[begin] as number;
    const name = events.name.values[begin] as number;
    const span = sink.span(
      track.number,
      name === 0 ? state.unnamed : name,
      events.category.values[begin] as number,
      events.kind.values[begin] as number,
      startNs,
      endNs - startNs,
      events.offset.values[begin] as number,
    );
    for (const event of end < 0 ? [begin] : [begin, end])
      held.tell(
        sink,
        span,
        events.details.values[event] as number,
        events.detailsEnd.values[event] as number,
      );
    reach(track, startNs, endNs);
  };
  for (const [track, own] of state.openOf)
    matchTrack(events, track, own.values.subarray(0, own.length), tell, troubles);
  warnUnbalanced(sink, troubles.endsAlone + troubles.beginsAlone, troubles.firstOffset);
}

function warnUnbalanced(sink: TraceSink, count: number, atByte: number): void {
  for (let one = 0; one < count; one += 1) sink.warn('unbalanced', UNBALANCED, atByte);
}

function placeAsync(state: ReaderState): void {
  const { sink, asyncSpans: spans, tracks } = state;
  const troubles: AsyncTroubles = { unbalanced: 0, firstOffset: 0 };
  spans.tell(
    tracks,
    (track, begin, startNs, endNs) => {
      const name = spans.name.values[begin] as number;
      const category = spans.category.values[begin] as number;
      sink.span(
        track.number,
        name,
        category,
        OTHER,
        startNs,
        endNs - startNs,
        spans.offset.values[begin] as number,
      );
      reach(track, startNs, endNs);
    },
    troubles,
  );
  warnUnbalanced(sink, troubles.unbalanced, troubles.firstOffset);
}

function placeProfiles(state: ReaderState): void {
  const { sink, clock, tracks } = state;
  for (const profile of state.profiles.profiles()) {
    let track: ReaderTrack | null = null;
    profile.spans(({ name, url, startUs, endUs }) => {
      const startNs = clock.at(Math.floor(startUs), 0);
      track ??= tracks.add(profile.process, 'JavaScript samples', 'stack', clock.clock);
      const lengthNs = Math.round((endUs - startUs) * 1000);
      sink.span(track.number, sink.string(name), sink.string(url), OTHER, startNs, lengthNs, -1);
      reach(track, startNs, startNs + lengthNs);
    });
  }
}
