import { invalidTrace } from '../invalid-trace.ts';
import { jsonHas } from '../json/json-has.ts';
import { object, list, text } from '../json/json-shape.ts';
import { JsonStream } from '../json/json-stream.ts';
import { CpuNodes } from '../stacks/cpu-nodes.ts';
import { cpuShape, type CpuDocument } from '../stacks/cpu-shape.ts';
import { NumberLog } from '../stacks/number-log.ts';
import { StackTrack } from '../stacks/stack-track.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { StreamImporter, TraceReading } from './types.ts';

const TITLE = 'V8 CPU profile';

/** What Node's --cpu-prof and Chrome's tools write, and the nested form of old Chrome and v8-profiler. */
export const cpuprofile: StreamImporter = {
  format: 'cpuprofile',
  source: 'bytes',
  title: TITLE,
  sniff: (head) =>
    jsonHas(head, (found) => {
      const nodes = list(object({ callFrame: object({}, { open: found }) }));
      const keys = { nodes, head: object({ functionName: text(found) }) };
      return object({
        ...keys,
        profile: object(keys),
        cpuProfile: object(keys),
        result: object({ profile: object(keys) }),
      });
    }),
  read: (sink) => new CpuProfileReading(sink),
};

class CpuProfileReading implements TraceReading {
  readonly #sink: TraceSink;
  readonly #nodes: CpuNodes;
  readonly #document: CpuDocument;
  readonly #stream: JsonStream;

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.#nodes = new CpuNodes(sink);
    this.#document = {
      nodes: this.#nodes,
      samples: new NumberLog(),
      deltas: new NumberLog(),
      timestamps: new NumberLog(),
      start: Number.NaN,
      end: Number.NaN,
      title: '',
    };
    this.#stream = new JsonStream(cpuShape(this.#document), TITLE);
  }

  push(bytes: Uint8Array): void {
    this.#stream.push(bytes);
  }

  end(): void {
    const { isWhole, length } = this.#stream.end();
    const { samples, title } = this.#document;
    if (this.#nodes.count === 0) throw invalidTrace(TITLE, 'The file ends without any function', length);
    if (!isWhole) this.#sink.warn('cut', 'The file is cut; what stands before that was read.', length);
    if (title !== '') this.#sink.fact('Name', title);
    this.#nodes.link();
    if (samples.count === 0) this.#drawHits();
    else if (!isWhole && this.#document.deltas.count + this.#document.timestamps.count === 0)
      throw invalidTrace(TITLE, 'The file is cut before the times of its samples, which end', length);
    else this.#drawSamples();
  }

  #track(name: string): StackTrack {
    const track = this.#sink.track({ process: '', name, kind: 'stack', sort: 0 });
    return new StackTrack(this.#sink, this.#nodes.frames, track);
  }

  /** Of a profile without samples nothing is known but how often each function was hit. */
  #drawHits(): void {
    this.#sink.unit('samples');
    this.#sink.warn(
      'without-time',
      'The profile has no samples, only how often each function was seen.',
      null,
    );
    this.#nodes.drawHits(this.#track('hits'));
  }

  #drawSamples(): void {
    const { samples } = this.#document;
    const { moments, usual } = this.#moments();
    const track = this.#track('samples');
    const nodeOf = samples.reader();
    const order = inOrder(moments);
    const nodes = order === null ? null : Float64Array.from(samples);
    if (order !== null) {
      const what = 'Samples lie before the one before them: all were put in order of time.';
      this.#sink.warn('overlapping', what, null);
    }
    let end = 0;
    for (let place = 0; place < moments.length; place += 1) {
      const at = moments[order?.[place] ?? place] as number;
      const node = nodes === null ? nodeOf() : (nodes[order?.[place] ?? place] as number);
      const count = this.#nodes.stackOf(node);
      track.stack(this.#nodes.stack, count, at);
      end = at + usual;
    }
    const told = Math.round((this.#document.end - this.#document.start) * 1000);
    const last = end - usual;
    track.end(told > last && told - last < 1e9 ? told : end);
  }

  /** From the first one on, in nanoseconds, and how far apart they usually lie. */
  #moments(): { moments: Float64Array; usual: number } {
    const { samples, deltas, timestamps, start } = this.#document;
    const isDeltas = deltas.count > 0;
    const known = isDeltas ? deltas.count : timestamps.count;
    const read = isDeltas ? deltas.reader() : timestamps.reader();
    const count = Math.min(samples.count, known);
    if (count < samples.count)
      this.#sink.warn(
        'broken-events',
        `Of ${samples.count} samples ${count} have a time; the others are left out.`,
        null,
      );
    const moments = new Float64Array(count);
    const firstUs = isDeltas ? 0 : read();
    const baseUs = isDeltas ? start : firstUs;
    let at = 0;
    for (let place = 0; place < count; place += 1) {
      const told = !isDeltas && place === 0 ? firstUs : read();
      const next = isDeltas ? at + told : told - firstUs;
      if (Number.isFinite(next) && Math.abs(next) < 9e12) at = next;
      else
        this.#sink.warn(
          'broken-events',
          '{count} samples have no time; they lie at the one before them.',
          null,
        );
      moments[place] = Math.round(at * 1000);
    }
    this.#sink.base(
      String(BigInt(Number.isFinite(baseUs) && Math.abs(baseUs) < 1e16 ? Math.round(baseUs * 1000) : 0)),
    );
    const span = (moments[count - 1] ?? 0) - (moments[0] ?? 0);
    return { moments, usual: Math.max(1, Math.round(count > 1 ? span / (count - 1) : 1e6)) };
  }
}

/** Null where the times only grow. */
function inOrder(moments: Float64Array): Uint32Array | null {
  let isSorted = true;
  for (let place = 1; isSorted && place < moments.length; place += 1) {
    isSorted = (moments[place] as number) >= (moments[place - 1] as number);
  }
  if (isSorted) return null;
  const order = Uint32Array.from(moments, (_moment, place) => place);
  return order.sort((a, b) => (moments[a] as number) - (moments[b] as number) || a - b);
}
