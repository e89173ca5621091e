import { kindOf, DRIVER, IS_LAUNCHED, IS_ON_DEVICE, RUNTIME } from './batch-strings.ts';
import { DETAIL_KEYS, type DetailKey } from '../../../contract/trace.ts';
import type { EventBatch } from './event-batch.ts';
import { detailsOf, IS_TEXT_CODE, parseEvent, type ParsedEvent } from './parsed-event.ts';
import { FARTHEST_NS } from './reader-clock.ts';
import type { ReaderState } from './reader-state.ts';
import type { ReaderTrack } from './track-table.ts';
import { V8Profiles } from './v8-profile.ts';

/** By name, which is all that the oldest Chrome wrote. */
const LEGACY_ASYNC = 'STFp';
const CORRELATION = DETAIL_KEYS.indexOf('correlation');

/** An event that goes the slow way: its JSON, with the time as the columns have it where they do. */
export function takeParsed(state: ReaderState, batch: EventBatch, index: number, bytes: Uint8Array): void {
  const offset = batch.offset[index] as number;
  const event = parseEvent(bytes);
  if (event === null || event.phase === '') {
    state.broken(1, offset);
    return;
  }
  if (event.phase === 'M') {
    state.metadata.take(event.name, event.process, event.thread, event.args);
    return;
  }
  if (V8Profiles.isPart(event)) state.profiles.take(event);
  const isExact = !Number.isNaN(batch.microseconds[index] as number);
  const microseconds = isExact ? (batch.microseconds[index] as number) : event.microseconds;
  const nanoseconds = isExact ? (batch.nanoseconds[index] as number) : event.nanoseconds;
  if (!'XBEbneSTFpCIiRstf'.includes(event.phase)) return;
  if (Number.isNaN(microseconds)) {
    state.withoutTime(offset);
    return;
  }
  const atNs = state.clock.at(microseconds, nanoseconds);
  takeTimed(state, event, atNs, nanoseconds, offset);
}

function takeTimed(
  state: ReaderState,
  event: ParsedEvent,
  atNs: number,
  nanoseconds: number,
  offset: number,
): void {
  const { sink } = state;
  const name = sink.string(event.name);
  const category = sink.string(event.category);
  const kind = kindOf(event.category, event.name);
  const { clock } = state.clock;
  const track = (): ReaderTrack =>
    state.tracks.find(state.texts.number(event.process), state.texts.number(event.thread), clock);
  switch (event.phase) {
    case 'X': {
      let durationNs = Number.isNaN(event.durationNs) ? 0 : event.durationNs;
      if (durationNs < 0) state.negative(offset);
      durationNs = Math.min(FARTHEST_NS, Math.max(0, durationNs));
      const length = Math.round(nanoseconds + durationNs) - Math.round(nanoseconds);
      const own = track();
      own.fromNs = Math.min(own.fromNs, atNs);
      own.toNs = Math.max(own.toNs, atNs + length);
      if (IS_ON_DEVICE[kind] === 1) own.isOnDevice = true;
      const span = sink.span(
        own.number,
        name === 0 ? state.unnamed : name,
        category,
        kind,
        atNs,
        length,
        offset,
      );
      // Out of the window that is wanted.
      if (span < 0) return;
      for (const [code, value] of parsedDetails(state, event)) {
        if (code === CORRELATION && IS_LAUNCHED[kind] === 1) state.launches.work(value, span);
        else if (code === CORRELATION && (kind === RUNTIME || kind === DRIVER))
          state.launches.call(value, span);
        sink.detail(span, DETAIL_KEYS[code] as DetailKey, value);
      }
      return;
    }
    case 'B':
    case 'E': {
      const firstHeld = state.held.length;
      for (const [code, value] of parsedDetails(state, event)) state.held.add(code, value);
      state.open(event.phase === 'E', track(), { atNs, name, category, kind, offset, firstHeld });
      return;
    }
    case 'C':
      takeCounter(state, event, atNs);
      return;
    case 'I':
    case 'i':
      // Marks over the whole trace or a process stand on no thread.
      if (event.mark !== 'g' && event.mark !== 'p' && event.name !== 'CpuProfile')
        state.moment(track(), name, category, atNs, offset);
      return;
    case 's':
    case 't':
    case 'f': {
      if (event.id === null) return;
      const group = state.flowGroup(event.category, event.name);
      const id = typeof event.id === 'number' ? event.id : -1 - state.texts.number(event.id);
      if (group >= 0) state.flows.add(group, id, event.phase.charCodeAt(0), track().number, atNs);
      return;
    }
    case 'R':
      return;
    default:
      takeAsync(state, event, { clock, atNs, name, category, offset });
  }
}

function takeCounter(state: ReaderState, event: ParsedEvent, atNs: number): void {
  const whole = event.id === null ? event.name : `${event.name} [${event.id}]`;
  const values = Object.entries(event.args).filter((entry): entry is [string, number | string] =>
    Number.isFinite(numberOf(entry[1])),
  );
  for (const [key, value] of values) {
    const isOnly = values.length === 1 && (key === 'value' || key === event.name);
    state.counters.add(event.process, isOnly ? whole : `${whole}: ${key}`, atNs, numberOf(value));
  }
}

function takeAsync(
  state: ReaderState,
  event: ParsedEvent,
  rest: { clock: number; atNs: number; name: number; category: number; offset: number },
): void {
  if (event.id === null) return;
  const isLegacy = LEGACY_ASYNC.includes(event.phase);
  const key = [event.category, event.scope, isLegacy ? event.name : '', event.process, event.id].join('\0');
  state.asyncSpans.add({
    ...rest,
    phase: event.phase,
    key,
    process: event.process,
    title: event.category === '' ? event.name : event.category,
    name: rest.name === 0 ? state.unnamed : rest.name,
  });
}

function parsedDetails(state: ReaderState, event: ParsedEvent): [code: number, value: number][] {
  const details = detailsOf(event.args);
  return details
    .filter(({ code }) => code < DETAIL_KEYS.length)
    .map(({ code, value }) => [
      code,
      IS_TEXT_CODE[code] === 1 ? state.sink.string(String(value)) : Number(value),
    ]);
}

const numberOf = (value: unknown): number =>
  typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
