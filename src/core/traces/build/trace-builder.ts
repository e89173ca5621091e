import { mkdirSync, rmSync } from 'node:fs';
import {
  DETAIL_KEYS,
  type DetailKey,
  type TraceDevice,
  type TraceInfo,
  type TraceUnit,
  type TraceWarning,
  type TraceWindow,
} from '../../../contract/trace.ts';
import type { LinkKind } from '../../../contract/trace-view.ts';
import type { SpanTable } from '../../../contract/spans.ts';
import type { SinkCounter, SinkTrack, TraceSink } from '../../importers/trace-sink.ts';
import { told } from '../disk-file.ts';
import type { DetailSpill } from './detail-spill.ts';
import { previewOf } from './preview.ts';
import { TraceParts } from './trace-parts.ts';
import { writeIndex, type TraceFacts } from './write-index.ts';

export interface TraceBuilderOptions {
  /** Keeps only spans that touch it. */
  readonly window?: TraceWindow | null;
}

/** Takes a trace in and makes its index, which stands in the folder whole or not at all. */
export interface TraceBuilder extends TraceSink {
  /** The first spans, as they are known so far. */
  preview(most: number): SpanTable;
  /** Ends the reading: writes the index and puts it into its place. */
  finish(facts: TraceFacts): TraceInfo;
  /** Leaves nothing on the disk. */
  discard(): void;
}

/**
 * Everything is written into a folder beside the one given, which takes its place as the last step. Nothing is flushed
 * to the disk on the way: an index is made again from its source, and one that a power failure cut is told by its
 * files' lengths when it is opened.
 */
export function createTraceBuilder(folder: string, options: TraceBuilderOptions = {}): TraceBuilder {
  const parts = new TraceParts(folder, options.window ?? null);
  told(parts.partial, () => {
    rmSync(parts.partial, { recursive: true, force: true });
    mkdirSync(parts.partial, { recursive: true });
  });
  return new Builder(parts);
}

class Builder implements TraceBuilder {
  readonly #parts: TraceParts;
  readonly #detailAt: readonly (DetailSpill | undefined)[];

  constructor(parts: TraceParts) {
    this.#parts = parts;
    this.#detailAt = DETAIL_KEYS.map((key) => parts.details.get(key));
  }

  string(text: string): number {
    return this.#parts.strings.number(text);
  }

  track(track: SinkTrack): number {
    return this.#parts.tracks.number(track);
  }

  settle(track: number, as: SinkTrack, shiftNs: number): void {
    this.#parts.tracks.settle(track, as, shiftNs);
  }

  base(nanoseconds: string): void {
    this.#parts.baseNs = nanoseconds;
  }

  unit(unit: TraceUnit): void {
    this.#parts.unit = unit;
  }

  span(
    track: number,
    name: number,
    category: number,
    kind: number,
    startNs: number,
    durationNs: number,
    sourceOffset: number,
  ): number {
    const parts = this.#parts;
    let duration = durationNs;
    // False for NaN too.
    if (!(duration >= 0 && duration < MOST_NS && startNs < MOST_NS && startNs > -MOST_NS)) {
      const atByte = sourceOffset < 0 ? null : sourceOffset;
      if (!(Math.abs(startNs) < MOST_NS && Math.abs(durationNs) < MOST_NS)) {
        this.warn('without-time', WITHOUT_TIME, atByte);
        return -1;
      }
      this.warn('negative-duration', NEGATIVE, atByte);
      duration = 0;
    }
    const categoryNumber = parts.categories.number(category);
    // −0 becomes 0: they are one moment, and would be sorted as two.
    return parts.spans.add(track, name, categoryNumber, kind, startNs + 0, duration, sourceOffset);
  }

  detail(span: number, key: DetailKey, value: number): void {
    if (span >= 0) this.#parts.details.get(key)?.add(span, value);
  }

  detailAt(span: number, place: number, value: number): void {
    if (span >= 0) this.#detailAt[place]?.add(span, value);
  }

  link(kind: LinkKind, fromSpan: number, toSpan: number): void {
    if (fromSpan >= 0 && toSpan >= 0) this.#parts.links.add(kind, fromSpan, toSpan);
  }

  linkAt(kind: LinkKind, fromTrack: number, fromNs: number, toTrack: number, toNs: number): void {
    this.#parts.linkPlaces.add(kind, fromTrack, fromNs, toTrack, toNs);
  }

  counter(counter: SinkCounter): number {
    return this.#parts.counters.number(counter);
  }

  sample(counter: number, atNs: number, value: number): void {
    this.#parts.counters.add(counter, atNs, value);
  }

  device(device: TraceDevice): void {
    this.#parts.devices.push(device);
  }

  fact(name: string, value: string): void {
    this.#parts.facts.set(name, value);
  }

  warn(kind: TraceWarning['kind'], text: string, atByte: number | null): void {
    this.#parts.warnings.add(kind, text, atByte);
  }

  get spanCount(): number {
    return this.#parts.spans.count;
  }

  preview(most: number): SpanTable {
    return previewOf(this.#parts, most);
  }

  finish(facts: TraceFacts): TraceInfo {
    try {
      return writeIndex(this.#parts, facts);
    } catch (thrown) {
      this.discard();
      throw thrown;
    }
  }

  discard(): void {
    const { partial } = this.#parts;
    this.#parts.dropSpills();
    told(partial, () => rmSync(partial, { recursive: true, force: true }));
  }
}

/** 292 years: beyond it no clock counts, and ends would run out of what a double holds. */
const MOST_NS = 2 ** 63;

const NEGATIVE = '{count} spans end before they begin: shown without a length, where they begin.';
const WITHOUT_TIME = '{count} spans have no time, or none that a clock could show: left out.';
