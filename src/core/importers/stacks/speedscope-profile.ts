import type { TraceUnit } from '../../../contract/trace.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { FrameTable } from './frame-table.ts';
import { NumberLog } from './number-log.ts';
import { StackTrack } from './stack-track.ts';

/** So many events are gathered before they are drawn while the file is still being read. */
const LONG = 100_000;

const NANOSECONDS: Readonly<Record<string, number>> = {
  nanoseconds: 1,
  microseconds: 1e3,
  milliseconds: 1e6,
  seconds: 1e9,
};

/** One profile of a speedscope file, kept small until the frames that it names by number are known. */
export class SpeedscopeProfile {
  name = '';
  unitWord = 'none';
  startValue = Number.NaN;
  endValue = Number.NaN;
  readonly #sink: TraceSink;
  readonly #frames: FrameTable;
  /** Of events: 2 × frame, and 1 more where it closes, then its place. Of samples: how many frames, then they. */
  readonly #log = new NumberLog();
  readonly #weights = new NumberLog();
  #sample: number[] = [];
  #samples = 0;
  #track: StackTrack | null = null;
  #at = 0;
  #origin = 0;

  constructor(sink: TraceSink, frames: FrameTable) {
    this.#sink = sink;
    this.#frames = frames;
  }

  get unit(): TraceUnit {
    if (Object.hasOwn(NANOSECONDS, this.unitWord)) return 'ns';
    return this.unitWord === 'bytes' ? 'bytes' : 'samples';
  }

  /** Where it begins, in nanoseconds or in what it counts. */
  get start(): number {
    const start = this.startValue * (NANOSECONDS[this.unitWord] ?? 1);
    return Number.isFinite(start) ? Math.round(start) : 0;
  }

  get isLong(): boolean {
    return this.#log.count > LONG;
  }

  event(type: string, frame: number, at: number): void {
    const isKnown = type === 'O' || type === 'C';
    if (!isKnown || !Number.isSafeInteger(frame) || frame < 0 || !Number.isFinite(at)) {
      this.#broken();
      return;
    }
    this.#log.push(2 * frame + (type === 'C' ? 1 : 0));
    this.#log.push(at);
  }

  sampleFrame(frame: number): void {
    this.#sample.push(frame);
  }

  endSample(): void {
    this.#log.push(this.#sample.length);
    for (const frame of this.#sample) this.#log.push(frame);
    this.#sample = [];
    this.#samples += 1;
  }

  weight(weight: number): void {
    this.#weights.push(weight);
  }

  /** Draws what is gathered, each piece of a profile once; the last ends it. */
  draw(places: readonly number[], sort: number, originNs: number, isLast: boolean): void {
    const isFirst = this.#track === null;
    this.#origin = originNs;
    this.#track ??= this.#begin(sort);
    const track = this.#track;
    if (isFirst) this.#at = this.#place(this.startValue, 0);
    if (this.#samples > 0) this.#drawSamples(track, places);
    else this.#drawEvents(track, places);
    this.#log.clear();
    if (!isLast) return;
    const end = this.#place(this.endValue, this.#at);
    if (track.depth > 0 && this.#samples === 0) {
      const what = '{count} profiles end with functions that do not return; they end with the profile.';
      this.#sink.warn('unbalanced', what, null);
    }
    track.end(this.#samples > 0 ? this.#at : Math.max(end, this.#at));
  }

  #begin(sort: number): StackTrack {
    const name = this.name === '' ? `profile ${sort + 1}` : this.name;
    return new StackTrack(
      this.#sink,
      this.#frames,
      this.#sink.track({ process: '', name, kind: 'stack', sort }),
    );
  }

  #drawEvents(track: StackTrack, places: readonly number[]): void {
    const read = this.#log.reader();
    for (let left = this.#log.count / 2; left > 0; left -= 1) {
      const word = read();
      const at = this.#place(read(), this.#at);
      const frame = places[Math.floor(word / 2)];
      if (at < this.#at) {
        this.#sink.warn(
          'overlapping',
          '{count} events lie before the one before them; they are moved to it.',
          null,
        );
      }
      this.#at = Math.max(this.#at, at);
      if (frame === undefined) this.#broken();
      else if (word % 2 === 0) track.open(frame, this.#at);
      else this.#close(track, frame);
    }
  }

  /** What was opened behind the function that returns ends with it. */
  #close(track: StackTrack, frame: number): void {
    if (track.top === undefined || track.top === frame) {
      if (track.depth > 0) {
        track.close(this.#at);
        return;
      }
    }
    const place = track.lastOpen(frame);
    const what = '{count} returns do not match the call before them; what was open inside ended with them.';
    this.#sink.warn('unbalanced', what, null);
    if (place < 0) return;
    while (track.depth > place) track.close(this.#at);
  }

  #drawSamples(track: StackTrack, places: readonly number[]): void {
    const read = this.#log.reader();
    const weights = this.#weights.reader();
    const scale = NANOSECONDS[this.unitWord] ?? 1;
    let stack = new Uint32Array(64);
    let at = this.#at;
    for (let sample = 0; sample < this.#samples; sample += 1) {
      const count = read();
      if (stack.length < count) stack = new Uint32Array(2 * count);
      let isKnown = true;
      for (let place = 0; place < count; place += 1) {
        const frame = places[read()];
        isKnown &&= frame !== undefined;
        stack[place] = frame ?? 0;
      }
      // Where a file leaves the weights out, each counts one.
      const weight = (this.#weights.count === 0 ? 1 : weights()) * scale;
      if (!isKnown || !(weight >= 0) || !(at + weight <= Number.MAX_SAFE_INTEGER)) {
        this.#broken();
        continue;
      }
      if (weight > 0) track.stack(stack, count, Math.round(at));
      at += weight;
    }
    this.#at = Math.round(at);
  }

  #broken(): void {
    const what =
      '{count} events or samples have no frame, place or weight that can be used; they are left out.';
    this.#sink.warn('broken-events', what, null);
  }

  #place(value: number, otherwise: number): number {
    // In the profile's own unit first: nanoseconds of our time are too many for a double.
    const scale = NANOSECONDS[this.unitWord] ?? 1;
    const at = Math.round((value - this.#origin / scale) * scale);
    return Number.isSafeInteger(at) ? at : otherwise;
  }
}
