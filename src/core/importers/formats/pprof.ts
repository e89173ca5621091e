import type { TraceUnit } from '../../../contract/trace.ts';
import { pprofSample, PprofMessage } from '../binary/pprof-message.ts';
import { BadWire, WireFields, wholeFields } from '../binary/wire-fields.ts';
import { invalidTrace } from '../invalid-trace.ts';
import { fileName, FrameTable } from '../stacks/frame-table.ts';
import { DEEPEST_STACK, StackTrack } from '../stacks/stack-track.ts';
import { WeightTree } from '../stacks/weight-tree.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { FileHead, StreamImporter, TraceReading } from './types.ts';

const TITLE = 'pprof';
const BYTES = 2;
/** One field of a profile, a name or a sample: more is a mistake. */
const LONGEST_FIELD = 16 * 1024 * 1024;

const UNITS: Readonly<Record<string, readonly [unit: TraceUnit, scale: number]>> = {
  nanoseconds: ['ns', 1],
  microseconds: ['ns', 1e3],
  milliseconds: ['ns', 1e6],
  seconds: ['ns', 1e9],
  bytes: ['bytes', 1],
  kilobytes: ['bytes', 1024],
  megabytes: ['bytes', 1024 * 1024],
  count: ['samples', 1],
};

/** profile.proto, as Go, gperftools and many others write it: merged stacks with weights, no clock. */
export const pprof: StreamImporter = {
  format: 'pprof',
  source: 'bytes',
  title: TITLE,
  sniff: isPprof,
  read: (sink) => new PprofReading(sink),
};

/** A message whose first fields are those of a profile: its types of samples, then samples, mappings and so on. */
function isPprof(head: FileHead): boolean {
  const { bytes } = head;
  const fields = new WireFields(bytes);
  const seen = new Set<number>();
  try {
    while (fields.next()) {
      const { field, wire, from, to } = fields;
      const isNumber =
        field === 7 || field === 8 || field === 9 || field === 10 || field === 12 || field === 14;
      const isRight = field === 13 ? wire === 0 || wire === BYTES : wire === (isNumber ? 0 : BYTES);
      if (field > 15 || !isRight) return false;
      // The first string is the empty one.
      if (field === 6 && !seen.has(6) && to !== from) return false;
      if (field === 1 && !isValueType(bytes, from, to)) return false;
      seen.add(field);
    }
  } catch {
    // The head ends within a field, unless it is the whole.
    if (head.isWhole && !seen.has(6)) return false;
    if (bytes.length - fields.at > 0 && seen.size === 0) return false;
  }
  return seen.has(1) && (seen.has(2) || seen.has(6));
}

function isValueType(bytes: Uint8Array, from: number, to: number): boolean {
  const fields = new WireFields(bytes, from, to);
  while (fields.next()) {
    if (fields.field > 2 || fields.wire !== 0) return false;
  }
  return true;
}

class PprofReading implements TraceReading {
  readonly #sink: TraceSink;
  readonly #frames: FrameTable;
  readonly #message = new PprofMessage();
  readonly #stacks = new Map<number, readonly number[]>();
  #rest: Uint8Array = new Uint8Array(0);
  #base = 0;

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.#frames = new FrameTable(sink);
  }

  push(bytes: Uint8Array): void {
    let piece = bytes;
    if (this.#rest.length > 0) {
      piece = new Uint8Array(this.#rest.length + bytes.length);
      piece.set(this.#rest);
      piece.set(bytes, this.#rest.length);
    }
    try {
      const whole = wholeFields(piece);
      this.#message.take(piece.subarray(0, whole));
      this.#rest = piece.slice(whole);
      this.#base += whole;
    } catch (thrown) {
      if (thrown instanceof BadWire)
        throw invalidTrace(TITLE, 'This is no field of a profile', this.#base + thrown.at);
      throw thrown;
    }
    if (this.#rest.length > LONGEST_FIELD)
      throw invalidTrace(TITLE, 'A field does not end within 16 MiB: it begins', this.#base);
  }

  end(): void {
    const { samples, strings, sampleTypes } = this.#message;
    if (samples.length === 0 || sampleTypes.length === 0)
      throw invalidTrace(TITLE, 'The file ends without any sample', this.#base + this.#rest.length);
    if (this.#rest.length > 0 || strings.length === 0)
      this.#sink.warn('cut', 'The file is cut; names that come behind that are missing.', this.#base);
    const chosen = this.#chooseType();
    const name = this.#typeName(chosen);
    const [told, scale] = UNITS[this.#text(sampleTypes[chosen]?.unit ?? 0)] ?? (['events', 1] as const);
    // What is counted may be objects as well.
    const unit = told === 'samples' && !name.includes('sample') ? 'events' : told;
    this.#sink.unit(unit);
    if (unit === 'ns')
      this.#sink.warn('without-time', 'The profile has no clock: lengths are time, places are not.', null);
    this.#facts();
    const tree = new WeightTree();
    const totals = this.#gather(tree, chosen, scale);
    const track = this.#sink.track({ process: '', name, kind: 'stack', sort: 0 });
    tree.draw(new StackTrack(this.#sink, this.#frames, track));
    totals.forEach((total, place) => {
      const other = place === chosen ? 'Total of' : 'Also recorded, total of';
      this.#sink.fact(
        `${other} ${this.#typeName(place)}`,
        `${total} ${this.#text(sampleTypes[place]?.unit ?? 0)}`,
      );
    });
  }

  /** The one that the file names, else the last, as pprof itself does. */
  #chooseType(): number {
    const { sampleTypes, defaultType } = this.#message;
    const named = sampleTypes.findIndex(({ type }) => type === defaultType);
    return defaultType > 0 && named >= 0 ? named : sampleTypes.length - 1;
  }

  #typeName(place: number): string {
    return this.#text(this.#message.sampleTypes[place]?.type ?? 0) || `type ${place + 1}`;
  }

  #text(place: number): string {
    return this.#message.strings[place] ?? '';
  }

  #facts(): void {
    const { timeNs, durationNs, period, periodType, comments } = this.#message;
    // Whole milliseconds are what a date holds.
    if (timeNs > 0) this.#sink.fact('Recorded', new Date(Math.round(timeNs / 1e6)).toISOString());
    if (durationNs > 0) this.#sink.fact('Duration', `${durationNs / 1e9} s`);
    if (period > 0 && periodType !== null)
      this.#sink.fact('Period', `${period} ${this.#text(periodType.unit)} of ${this.#text(periodType.type)}`);
    comments
      .slice(0, 10)
      .forEach((comment, place) => this.#sink.fact(`Comment ${place + 1}`, this.#text(comment)));
  }

  /** Adds up all samples; gives the totals of every type. */
  #gather(tree: WeightTree, chosen: number, scale: number): number[] {
    const totals = this.#message.sampleTypes.map(() => 0);
    for (const message of this.#message.samples) {
      let sample;
      try {
        sample = pprofSample(message);
      } catch {
        this.#sink.warn('broken-events', '{count} samples cannot be read; they are left out.', null);
        continue;
      }
      for (let place = 0; place < totals.length; place += 1) {
        totals[place] = (totals[place] as number) + (sample.values[place] ?? 0);
      }
      const weight = (sample.values[chosen] ?? Number.NaN) * scale;
      if (weight >= 0) tree.add(this.#node(tree, sample.locations), weight);
      else {
        const isNegative = weight < 0;
        const what = isNegative ? 'a weight below zero' : 'no weight';
        this.#sink.warn(
          isNegative ? 'negative-duration' : 'broken-events',
          `{count} samples have ${what}; they are left out.`,
          null,
        );
      }
    }
    return totals;
  }

  #node(tree: WeightTree, locations: readonly number[]): number {
    let node = 0;
    let depth = 0;
    for (let place = locations.length - 1; place >= 0; place -= 1) {
      for (const frame of this.#framesOf(locations[place] as number)) {
        if (depth === DEEPEST_STACK) {
          this.#sink.warn(
            'limits',
            `{count} stacks are deeper than ${DEEPEST_STACK} frames; the rest is left out.`,
            null,
          );
          return node;
        }
        node = tree.child(node, frame);
        depth += 1;
      }
    }
    return node;
  }

  /** A place in the program with what was inlined into it, the outermost first. */
  #framesOf(id: number): readonly number[] {
    const known = this.#stacks.get(id);
    if (known !== undefined) return known;
    const location = this.#message.locations.get(id);
    const module = fileName(this.#text(this.#message.mappings.get(location?.mapping ?? 0) ?? 0));
    const frames = (location?.lines ?? []).map(({ func }) => {
      const { name = 0, file = 0 } = this.#message.functions.get(func) ?? {};
      const named = this.#text(name);
      return this.#frames.of(named === '' ? `function ${func}` : named, fileName(this.#text(file)) || module);
    });
    if (frames.length === 0) {
      const address = location === undefined ? `location ${id}` : `0x${location.address.toString(16)}`;
      frames.push(this.#frames.of(module === '' ? address : `${module} ${address}`, module));
    }
    frames.reverse();
    this.#stacks.set(id, frames);
    return frames;
  }
}
