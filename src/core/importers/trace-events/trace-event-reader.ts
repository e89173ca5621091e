import { DETAIL_KEYS } from '../../../contract/trace.ts';
import type { TraceSink } from '../trace-sink.ts';
import { BatchStrings, DRIVER, IS_LAUNCHED, IS_ON_DEVICE, RUNTIME } from './batch-strings.ts';
import { MORE_CODES, type EventBatch } from './event-batch.ts';
import { IS_TEXT_CODE } from './parsed-event.ts';
import { FARTHEST_NS } from './reader-clock.ts';
import { ReaderState } from './reader-state.ts';
import { settleReading } from './settle-reading.ts';
import { takeParsed } from './take-parsed.ts';
import type { ReaderTrack } from './track-table.ts';

const COMPLETE = 0x58;
const BEGIN = 0x42;
const END = 0x45;
const FLOW_START = 0x73;
const FLOW_STEP = 0x74;
const FLOW_END = 0x66;
const INSTANT = 0x69;
const DETAIL_COUNT = DETAIL_KEYS.length;
const CORRELATION = DETAIL_KEYS.indexOf('correlation');
const BYTES = DETAIL_KEYS.indexOf('bytes');
const GROUP_NAME = DETAIL_KEYS.indexOf('group-name');
const WIDE_SCOPES: ReadonlySet<number> = new Set(['g', 'p'].map((scope) => scope.charCodeAt(0)));

/** The bytes of an event that its columns do not hold whole. */
export type EventBytes = (event: number) => Uint8Array;

/** Makes spans, links and counters of events, batch by batch. Several scanners may take turns. */
export class TraceEventReader {
  readonly #state: ReaderState;
  readonly #sink: TraceSink;
  /** One for all: there are hundreds of thousands. */
  readonly #memoryEvent = { deviceType: NaN, deviceId: NaN, bytes: NaN, allocated: NaN, reserved: NaN };

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.#state = new ReaderState(sink);
  }

  /** For the batches of one scanner. */
  strings(): BatchStrings {
    return new BatchStrings(this.#sink, this.#state.texts);
  }

  take(batch: EventBatch, strings: BatchStrings, bytesOf: EventBytes): void {
    const state = this.#state;
    strings.learn(batch.strings);
    if (batch.brokenCount > 0) state.broken(batch.brokenCount, batch.brokenAt);
    let firstDetail = 0;
    for (let event = 0; event < batch.count; event += 1) {
      let detailEnd = firstDetail;
      while (detailEnd < batch.detailCount && batch.detailEvent[detailEnd] === event) detailEnd += 1;
      if (batch.isWhole[event] === 0) takeParsed(state, batch, event, bytesOf(event));
      else if (batch.phase[event] === COMPLETE) this.#complete(batch, strings, event, firstDetail, detailEnd);
      else this.#other(batch, strings, event, firstDetail, detailEnd);
      firstDetail = detailEnd;
    }
  }

  /** Once, at the end: what can be told only when all is known. */
  end(pieces: ReadonlyMap<string, string>): void {
    settleReading(this.#state, pieces);
  }

  #complete(batch: EventBatch, strings: BatchStrings, event: number, from: number, to: number): void {
    const state = this.#state;
    const sink = this.#sink;
    const microseconds = batch.microseconds[event] as number;
    if (Number.isNaN(microseconds)) {
      state.withoutTime(batch.offset[event] as number);
      return;
    }
    const nanoseconds = batch.nanoseconds[event] as number;
    const startNs = state.clock.at(microseconds, nanoseconds);
    let durationNs = batch.durationNs[event] as number;
    if (durationNs < 0) {
      state.negative(batch.offset[event] as number);
      durationNs = 0;
    } else if (durationNs > FARTHEST_NS) durationNs = FARTHEST_NS;
    // Rounded at both ends, so that neighbours stay neighbours.
    else if (durationNs !== Math.floor(durationNs) || nanoseconds !== Math.floor(nanoseconds))
      durationNs = Math.round(nanoseconds + durationNs) - Math.round(nanoseconds);
    const name = batch.name[event] as number;
    const category = batch.category[event] as number;
    const kind = strings.kind(category, name);
    const track = this.#track(batch, strings, event);
    if (startNs < track.fromNs) track.fromNs = startNs;
    if (startNs + durationNs > track.toNs) track.toNs = startNs + durationNs;
    const span = sink.span(
      track.number,
      name === 0 ? state.unnamed : strings.inSink(name),
      strings.inSink(category),
      kind,
      startNs,
      durationNs,
      batch.offset[event] as number,
    );
    if (IS_ON_DEVICE[kind] === 1) track.isOnDevice = true;
    if (from < to) this.#details(batch, strings, span, kind, from, to);
  }

  #details(
    batch: EventBatch,
    strings: BatchStrings,
    span: number,
    kind: number,
    from: number,
    to: number,
  ): void {
    const sink = this.#sink;
    for (let detail = from; detail < to; detail += 1) {
      const code = batch.detailKey[detail] as number;
      const value = batch.detailValue[detail] as number;
      if (code >= DETAIL_COUNT) {
        if (code === MORE_CODES.groupDescription) sink.detail(span, 'group-name', strings.inSink(value));
        continue;
      }
      if (code === GROUP_NAME && hasDescription(batch, from, to)) continue;
      if (code === CORRELATION && span >= 0) {
        if (IS_LAUNCHED[kind] === 1) this.#state.launches.work(value, span);
        else if (kind === RUNTIME || kind === DRIVER) this.#state.launches.call(value, span);
      }
      sink.detailAt(span, code, IS_TEXT_CODE[code] === 1 ? strings.inSink(value) : value);
    }
  }

  #track(batch: EventBatch, strings: BatchStrings, event: number): ReaderTrack {
    const process = strings.asPlace(batch.process[event] as number);
    const thread = strings.asPlace(batch.thread[event] as number);
    return this.#state.tracks.find(process, thread, this.#state.clock.clock);
  }

  #other(batch: EventBatch, strings: BatchStrings, event: number, from: number, to: number): void {
    const state = this.#state;
    const phase = batch.phase[event] as number;
    const offset = batch.offset[event] as number;
    if (phase === 0) {
      state.broken(1, offset);
      return;
    }
    const microseconds = batch.microseconds[event] as number;
    if (Number.isNaN(microseconds)) {
      state.withoutTime(offset);
      return;
    }
    const atNs = state.clock.at(microseconds, batch.nanoseconds[event] as number);
    const name = batch.name[event] as number;
    const category = batch.category[event] as number;
    if (phase === BEGIN || phase === END) {
      const kind = strings.kind(category, name);
      const firstHeld = state.held.length;
      for (let detail = from; detail < to; detail += 1) {
        const code = batch.detailKey[detail] as number;
        const value = batch.detailValue[detail] as number;
        if (code < DETAIL_COUNT)
          state.held.add(code, IS_TEXT_CODE[code] === 1 ? strings.inSink(value) : value);
      }
      state.open(phase === END, this.#track(batch, strings, event), {
        atNs,
        name: strings.inSink(name),
        category: strings.inSink(category),
        kind,
        offset,
        firstHeld,
      });
    } else if (phase === FLOW_START || phase === FLOW_STEP || phase === FLOW_END) {
      const id = batch.id[event] as number;
      if (Number.isNaN(id)) return;
      const group = state.flowGroup(strings.text(category), strings.text(name));
      if (group < 0) return;
      const text = id < 0 ? -1 - strings.asPlace(-1 - id) : id;
      state.flows.add(group, text, phase, this.#track(batch, strings, event).number, atNs);
    } else if (phase === INSTANT) {
      if (strings.text(name) === '[memory]') this.#memory(batch, atNs, from, to);
      else if (!WIDE_SCOPES.has(batch.scope[event] as number)) {
        const track = this.#track(batch, strings, event);
        state.moment(track, strings.inSink(name), strings.inSink(category), atNs, offset);
      }
    }
  }

  #memory(batch: EventBatch, atNs: number, from: number, to: number): void {
    const told = this.#memoryEvent;
    told.deviceType = told.deviceId = told.bytes = told.allocated = told.reserved = NaN;
    for (let detail = from; detail < to; detail += 1) {
      const value = batch.detailValue[detail] as number;
      const code = batch.detailKey[detail];
      if (code === MORE_CODES.deviceType) told.deviceType = value;
      else if (code === MORE_CODES.deviceId) told.deviceId = value;
      else if (code === MORE_CODES.totalAllocated) told.allocated = value;
      else if (code === MORE_CODES.totalReserved) told.reserved = value;
      else if (code === BYTES) told.bytes = value;
    }
    this.#state.memory.take(atNs, told);
  }
}

function hasDescription(batch: EventBatch, from: number, to: number): boolean {
  for (let detail = from; detail < to; detail += 1) {
    if (batch.detailKey[detail] === MORE_CODES.groupDescription) return true;
  }
  return false;
}
