import { SPAN_KINDS } from '../../../contract/trace.ts';
import { familyOf } from '../../analysis/operators/family.ts';
import { decodeUtf8 } from '../../model/utf8.ts';
import type { KnownTensor } from '../../model/shapes/shape-table.ts';
import { invalidTrace } from '../invalid-trace.ts';
import { OrtProfileReader, type OrtEvent } from '../ort-profile.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { FileHead, StreamImporter, TraceReading } from './types.ts';

const TITLE = 'ONNX Runtime';
const NS_PER_US = 1000;
const OPERATOR = SPAN_KINDS.indexOf('operator');
const KERNEL = SPAN_KINDS.indexOf('kernel');
const STEP = SPAN_KINDS.indexOf('step');
const OTHER = SPAN_KINDS.indexOf('other');

/** The file that a session writes which was told to profile. Names are escaped by no version, which is minded. */
export const onnxruntime: StreamImporter = {
  format: 'onnxruntime',
  source: 'bytes',
  title: TITLE,
  sniff: isOnnxRuntime,
  read: (sink) => new OrtReading(sink),
};

/** A list of events, one of the first of which only the runtime writes. */
function isOnnxRuntime(head: FileHead): boolean {
  const text = decodeUtf8(head.bytes.subarray(0, 64 * 1024)).trimStart();
  if (!/^\uFEFF?\s*\[/.test(text)) return false;
  const isSession =
    /"cat"\s*:\s*"Session"[^{}]*"name"\s*:\s*"(model_loading|session_initialization|model_run)/;
  const isNode = /"cat"\s*:\s*"Node"[^{}]*"name"\s*:\s*"[^\n]*_kernel_time"/;
  return isSession.test(text) || isNode.test(text);
}

class OrtReading implements TraceReading {
  readonly #sink: TraceSink;
  readonly #reader = new OrtProfileReader((event, offset) => this.#take(event, offset), TITLE);
  readonly #tracks = new Map<string, number>();
  readonly #texts = new Map<readonly KnownTensor[], readonly [shapes: number, types: number]>();
  #memory = -1;
  #length = 0;

  constructor(sink: TraceSink) {
    this.#sink = sink;
  }

  push(bytes: Uint8Array): void {
    this.#length += bytes.length;
    this.#reader.push(bytes);
  }

  end(): void {
    const { isWhole, cutAtByte, events } = this.#reader.end();
    if (events === 0) throw invalidTrace(TITLE, 'The file ends without any event', cutAtByte ?? this.#length);
    if (!isWhole)
      this.#sink.warn('cut', 'The file is cut; the events before that were read.', cutAtByte ?? this.#length);
  }

  #take(event: OrtEvent, offset: number): void {
    const { kind, name, op, kernel, provider, thread, startUs, durationUs, inputs } = event;
    const sink = this.#sink;
    const startNs = Math.round(startUs * NS_PER_US);
    const durationNs = Math.round(durationUs * NS_PER_US);
    if (!Number.isSafeInteger(startNs) || !Number.isSafeInteger(durationNs)) {
      sink.warn('broken-events', '{count} events lie beyond all time; they are left out.', offset);
      return;
    }
    const track = kind === 'kernel' ? this.#stream(provider, thread) : this.#thread(thread);
    const isRun = kind === 'session' && name === 'model_run';
    const kindNumber = kind === 'kernel' ? KERNEL : kind === 'node' ? OPERATOR : isRun ? STEP : OTHER;
    // The same words as the operator profile, so that an operator has one colour on every page.
    const category = kind === 'session' ? 'session' : op === '' ? 'other' : familyOf(op, '');
    const title = kind === 'kernel' && kernel !== '' ? kernel : name === '' ? op : name;
    const span = sink.span(
      track,
      sink.string(title),
      sink.string(category),
      kindNumber,
      startNs,
      durationNs,
      offset,
    );
    if (inputs.length > 0) {
      const [shapes, types] = this.#words(inputs);
      sink.detail(span, 'input-shapes', shapes);
      sink.detail(span, 'input-types', types);
    }
    if (event.memory !== null) this.#sample(startNs + durationNs, event.memory.inUse);
  }

  #thread(thread: number): number {
    return this.#track(`thread ${thread}`, 'thread', 0);
  }

  /** Kernels run on the device, whatever thread told of them. */
  #stream(provider: string, thread: number): number {
    return this.#track(`${provider === '' ? 'device' : provider} kernels ${thread}`, 'stream', 1_000_000);
  }

  #track(name: string, kind: 'thread' | 'stream', after: number): number {
    const known = this.#tracks.get(name);
    if (known !== undefined) return known;
    const track = this.#sink.track({ process: TITLE, name, kind, sort: after + this.#tracks.size });
    this.#tracks.set(name, track);
    return track;
  }

  /** As PyTorch's traces have them, one list for each input. */
  #words(inputs: readonly KnownTensor[]): readonly [shapes: number, types: number] {
    const known = this.#texts.get(inputs);
    if (known !== undefined) return known;
    const words = [
      this.#sink.string(JSON.stringify(inputs.map(({ shape }) => shape))),
      this.#sink.string(JSON.stringify(inputs.map(({ type }) => type))),
    ] as const;
    this.#texts.set(inputs, words);
    return words;
  }

  #sample(atNs: number, inUse: number): void {
    if (this.#memory < 0) {
      this.#memory = this.#sink.counter({ process: TITLE, name: 'Memory in use', unit: 'bytes' });
    }
    this.#sink.sample(this.#memory, atNs, inUse);
  }
}
