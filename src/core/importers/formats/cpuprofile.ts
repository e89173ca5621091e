import { invalidTrace } from '../invalid-trace.ts';
import { jsonHas } from '../json/json-has.ts';
import { object, list, text } from '../json/json-shape.ts';
import { JsonStream } from '../json/json-stream.ts';
import { CpuNodes } from '../stacks/cpu-nodes.ts';
import { cpuShape, type CpuDocument } from '../stacks/cpu-shape.ts';
import { NumberLog } from '../stacks/number-log.ts';
import { SampleMoments } from '../stacks/sample-moments.ts';
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
    const { samples, deltas, timestamps, start } = this.#document;
    const moments = new SampleMoments(samples.count, deltas, timestamps, start);
    this.#sink.base(String(BigInt(Number.isFinite(moments.baseUs) ? Math.round(moments.baseUs * 1000) : 0)));
    this.#warnOf(moments);
    const track = this.#track('samples');
    const next = moments.isInOrder
      ? pairs(samples.reader(), moments.reader())
      : inOrder(moments.count, samples.reader(), moments.reader());
    let last = 0;
    for (let left = moments.count; left > 0; left -= 1) {
      const [node, at] = next();
      track.stack(this.#nodes.stack, this.#nodes.stackOf(node), at);
      last = at;
    }
    const told = Math.round((this.#document.end - start) * 1000);
    track.end(told > last && told - last < 1e9 ? told : last + moments.usualNs);
  }

  #warnOf({ count, untold, isInOrder }: SampleMoments): void {
    const samples = this.#document.samples.count;
    const warn = (kind: 'broken-events' | 'overlapping', what: string): void =>
      this.#sink.warn(kind, what, null);
    if (count < samples)
      warn('broken-events', `Of ${samples} samples ${count} have a time; the others are left out.`);
    if (untold > 0) warn('broken-events', `${untold} samples have no time; they lie at the one before them.`);
    if (!isInOrder)
      warn('overlapping', 'Samples lie before the one before them: all were put in order of time.');
  }
}

type NextSample = () => readonly [node: number, atNs: number];

function pairs(node: () => number, at: () => number): NextSample {
  return () => [node(), at()];
}

function inOrder(count: number, node: () => number, at: () => number): NextSample {
  const nodes = Float64Array.from({ length: count }, node);
  const moments = Float64Array.from({ length: count }, at);
  const order = Uint32Array.from(moments, (_moment, place) => place);
  order.sort((a, b) => (moments[a] as number) - (moments[b] as number) || a - b);
  let place = 0;
  return () => {
    const sample = order[place++] as number;
    return [nodes[sample] as number, moments[sample] as number];
  };
}
