import { invalidTrace } from '../invalid-trace.ts';
import { jsonHas } from '../json/json-has.ts';
import { list, number, object, value } from '../json/json-shape.ts';
import { JsonStream } from '../json/json-stream.ts';
import { firefoxShape, type FirefoxDocument } from '../stacks/firefox-shape.ts';
import { emptyTables, type FirefoxTables, type FirefoxThread } from '../stacks/firefox-tables.ts';
import { fileName, FrameTable } from '../stacks/frame-table.ts';
import { ParentStacks } from '../stacks/parent-stacks.ts';
import { StackTrack } from '../stacks/stack-track.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { StreamImporter, TraceReading } from './types.ts';

const TITLE = 'Firefox profile';

/** The Firefox profiler's files: the browser's own, and those that its site saves. Markers are not read. */
export const firefox: StreamImporter = {
  format: 'firefox',
  source: 'bytes',
  title: TITLE,
  sniff: (head) =>
    jsonHas(head, (found) => {
      const meta = object({
        preprocessedProfileVersion: number(found),
        stackwalk: number(found),
        geckoVersion: value(found),
      });
      const libs = list(object({ breakpadId: value(found) }));
      const threads = list(
        object({ stackTable: object({}, { open: found }), frameTable: object({}, { open: found }) }),
      );
      const keys = { meta, libs, threads };
      return object({ ...keys, profile: object(keys) });
    }),
  read: (sink) => new FirefoxReading(sink),
};

class FirefoxReading implements TraceReading {
  readonly #sink: TraceSink;
  readonly #frames: FrameTable;
  readonly #document: FirefoxDocument = {
    shared: emptyTables(),
    threads: [],
    categories: [],
    facts: new Map(),
    startTime: Number.NaN,
    intervalMs: 1,
  };
  readonly #stream = new JsonStream(firefoxShape(this.#document), TITLE);

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.#frames = new FrameTable(sink);
  }

  push(bytes: Uint8Array): void {
    this.#stream.push(bytes);
  }

  end(): void {
    const { isWhole, length } = this.#stream.end();
    const { threads, startTime, facts } = this.#document;
    if (!threads.some(({ stacks }) => stacks.count > 0))
      throw invalidTrace(TITLE, 'The file ends without any sample', length);
    if (!isWhole) this.#sink.warn('cut', 'The file is cut; what stands before that was read.', length);
    // To the microsecond, which is what a double of our time holds.
    const baseUs = Math.abs(startTime) < 1e13 ? Math.round(startTime * 1000) : 0;
    this.#sink.base(String(BigInt(baseUs) * 1000n));
    for (const [name, fact] of facts) this.#sink.fact(name, fact);
    threads.forEach((thread, sort) => this.#draw(thread, sort));
  }

  #draw(thread: FirefoxThread, sort: number): void {
    const { stacks, times, deltas } = thread;
    const known = times.count > 0 ? times : deltas;
    const count = Math.min(stacks.count, known.count);
    if (count === 0) return;
    const offsetMs = thread.startTime - this.#document.startTime;
    const shared = this.#document.shared;
    const tables = thread.tables.stackFrame.length > 0 ? thread.tables : shared;
    const names = this.#names(thread.tables, shared, tables);
    const parents = new ParentStacks(tables.stackPrefix, (stack) => names(tables.stackFrame.get(stack)));
    const process = `${thread.processName || 'process'} ${thread.pid}`.trim();
    const name = `${thread.name || 'thread'} ${thread.tid}`.trim();
    const track = new StackTrack(
      this.#sink,
      this.#frames,
      this.#sink.track({ process, name, kind: 'stack', sort }),
    );
    const stackOf = stacks.reader();
    const timeOf = known.reader();
    let ms = Number.isFinite(offsetMs) ? offsetMs : 0;
    const startMs = ms;
    let at = Math.round(ms * 1e6);
    for (let sample = 0; sample < count; sample += 1) {
      const stack = stackOf();
      const told = timeOf();
      ms = known === deltas ? ms + told : startMs + told;
      const next = Math.round(ms * 1e6);
      if (Number.isSafeInteger(next) && (next >= at || sample === 0)) at = next;
      else
        this.#sink.warn(
          'overlapping',
          '{count} samples lie before the one before them; they are moved to it.',
          null,
        );
      track.stack(parents.frames, parents.of(stack >= 0 ? stack : -1), at);
      if (parents.isCyclic)
        this.#sink.warn('broken-events', '{count} samples have stacks that lead back into themselves.', null);
    }
    const interval = this.#document.intervalMs;
    track.end(at + Math.max(1, Math.round((interval > 0 && interval < 1e6 ? interval : 1) * 1e6)));
  }

  /** The number of a frame's function; each is put into words once. */
  #names(own: FirefoxTables, shared: FirefoxTables, tables: FirefoxTables): (frame: number) => number {
    const strings = own.strings.length > 0 ? own.strings : shared.strings;
    const frames = tables.frameLocation.length + tables.frameFunc.length > 0 ? tables : shared;
    const functions = own.funcName.length > 0 ? own : shared;
    const known = new Map<number, number>();
    return (frame) => {
      const found = known.get(frame);
      if (found !== undefined) return found;
      const func = frames.frameFunc.get(frame);
      if (func < 0 && frames.frameLocation.get(frame) < 0) return -1;
      const location = func >= 0 ? '' : (strings[frames.frameLocation.get(frame)] ?? '');
      const { name, file } =
        func >= 0
          ? {
              name: strings[functions.funcName.get(func)] ?? '',
              file: strings[functions.funcFile.get(func)] ?? '',
            }
          : placeOf(location);
      // The root is above every stack alike.
      if (name === '(root)') {
        known.set(frame, -1);
        return -1;
      }
      const { categories } = this.#document;
      const usual = categories.length === 0 ? fileName(file) : file === '' ? 'Other' : 'JavaScript';
      const category = categories[frames.frameCategory.get(frame)] ?? usual;
      const number = this.#frames.of(name === '' ? '(no name)' : name, category);
      known.set(frame, number);
      return number;
    };
  }
}

/** "name (resource://a -> resource://b.js:107:17)" in parts. */
function placeOf(location: string): { name: string; file: string } {
  const from = location.endsWith(')') ? location.lastIndexOf(' (') : -1;
  if (from <= 0) return { name: location, file: '' };
  const place = location.slice(from + 2, -1).replace(/(:\d+){1,2}$/, '');
  const file = place.slice(place.lastIndexOf(' -> ') < 0 ? 0 : place.lastIndexOf(' -> ') + 4);
  const line = /:(\d+)(?::\d+)?\)$/.exec(location)?.[1];
  return {
    name: `${location.slice(0, from)} ${fileName(file)}${line === undefined ? '' : `:${line}`}`,
    file,
  };
}
