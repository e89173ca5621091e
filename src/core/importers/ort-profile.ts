import { TENSOR_TYPES } from '../../contract/model.ts';
import type { TensorType } from '../../contract/model.ts';
import type { Bytes } from '../../contract/units.ts';
import type { KnownTensor } from '../model/shapes/shape-table.ts';
import { encodeUtf8 } from '../model/utf8.ts';
import { ByteCache } from './byte-cache.ts';
import { JsonCursor, NotJson, rawTextOf, textOf } from './json-cursor.ts';
import { JsonEvents } from './json-events.ts';

export interface OrtMemory {
  /** Of the allocator, after the operator; what it changed; the highest so far. */
  readonly inUse: Bytes;
  readonly delta: Bytes;
  readonly peak: Bytes;
  readonly outputBytes: Bytes | null;
}

/** One entry of ONNX Runtime's profile, in our words. */
export interface OrtEvent {
  readonly kind: 'session' | 'node' | 'kernel';
  /** The node's, without "_kernel_time"; of a session event its own. */
  readonly name: string;
  readonly op: string;
  /** Of a kernel event, what the provider calls it; else empty. */
  readonly kernel: string;
  /** "cpu", "webgpu", "cuda", or the runtime's own word; empty where it says none. */
  readonly provider: string;
  /** In the graph that it is in; −1 where it is not said. */
  readonly nodeIndex: number;
  /** The thread that recorded it. */
  readonly thread: number;
  /** Both in whole microseconds, cut off. */
  readonly startUs: number;
  readonly durationUs: number;
  /** Tensors alone, and of weights only those that the operator did not pack for itself. */
  readonly inputs: readonly KnownTensor[];
  readonly outputs: readonly KnownTensor[];
  readonly memory: OrtMemory | null;
}

export interface OrtProfileEnd {
  readonly isWhole: boolean;
  /** Where the event begins that the end cut; null where it fell between two. */
  readonly cutAtByte: number | null;
  readonly events: number;
}

const PROVIDERS: Readonly<Record<string, string>> = {
  CPUExecutionProvider: 'cpu',
  WebGpuExecutionProvider: 'webgpu',
  JsExecutionProvider: 'webgpu',
  CUDAExecutionProvider: 'cuda',
};
const TYPES: Readonly<Record<string, TensorType>> = { float: 'float32', double: 'float64' };
const NONE: readonly KnownTensor[] = [];
const NODE_SUFFIX = '_kernel_time';
/** How the runtime itself begins an event; it escapes nothing, so a backslash in a name is one. */
const OWN_START = encodeUtf8('{"cat" : "');
const NAME_START = '"name" :"';
const NAME_END = '","args" : {';

/** ONNX Runtime's profile, read while it comes. Whatever a version leaves out is null, or empty. */
export class OrtProfileReader {
  readonly #take: (event: OrtEvent, offset: number) => void;
  readonly #events: JsonEvents;
  readonly #cursor = new JsonCursor();
  readonly #keys = new ByteCache(textOf);
  readonly #words = new ByteCache(textOf);
  readonly #names = new ByteCache(textOf);
  readonly #rawNames = new ByteCache(rawTextOf);
  readonly #tensors = new ByteCache(tensorsOf);
  #count = 0;
  #draft = new Draft();

  /** Each event with the byte that it begins at. */
  constructor(take: (event: OrtEvent, offset: number) => void, subject = 'profile') {
    this.#take = take;
    this.#events = new JsonEvents(
      (bytes, from, to, offset) => this.#read(bytes, from, to, offset),
      (bytes, from, to, offset) => this.#mend(bytes, from, to, offset),
      subject,
    );
  }

  /** Throws TRACE_INVALID where an event does not end within 32 MiB. */
  push(bytes: Uint8Array): void {
    this.#events.push(bytes);
  }

  end(): OrtProfileEnd {
    const { isClosed, cutAtByte } = this.#events.end();
    return { isWhole: isClosed, cutAtByte, events: this.#count };
  }

  /** Whether the bytes are one object; what is no event for us is passed over. */
  #read(bytes: Uint8Array, from: number, to: number, offset: number, name?: string): boolean {
    this.#draft = new Draft();
    try {
      this.#cursor.begin(bytes, from, to);
      this.#readKeys(startsWith(bytes, from, OWN_START) ? this.#rawNames : this.#names);
      if (this.#cursor.at !== to) return false;
    } catch (thrown) {
      if (thrown instanceof NotJson) return false;
      throw thrown;
    }
    if (name !== undefined) this.#draft.name = name;
    const event = this.#draft.event();
    if (event !== null) {
      this.#count += 1;
      this.#take(event, offset);
    }
    return true;
  }

  /** The runtime writes a name as it is: what lies between the words around it is the name, quotes and all. */
  #mend(bytes: Uint8Array, from: number, to: number, offset: number): void {
    const text = rawTextOf(bytes, from, to);
    const start = text.indexOf(NAME_START) + NAME_START.length;
    const end = text.lastIndexOf(NAME_END);
    if (start < NAME_START.length || end < start) return;
    const mended = encodeUtf8(text.slice(0, start) + text.slice(end).replace(/[\s,]+$/, ''));
    this.#read(mended, 0, mended.length, offset, text.slice(start, end));
  }

  #readKeys(names: ByteCache<string>): void {
    const cursor = this.#cursor;
    const draft = this.#draft;
    for (let isFirst = true; cursor.nextKey(isFirst); isFirst = false) {
      const [from, to] = cursor.key();
      switch (this.#keys.get(cursor.bytes, from, to)) {
        case 'cat':
          draft.category = this.#word();
          break;
        case 'name':
          draft.name = this.#text(names);
          break;
        case 'ts':
          draft.startUs = cursor.number();
          break;
        case 'dur':
          draft.durationUs = cursor.number();
          break;
        case 'tid':
          draft.thread = cursor.number();
          break;
        case 'args':
          if (cursor.isObject()) this.#readArguments();
          else cursor.skip();
          break;
        default:
          cursor.skip();
      }
    }
  }

  #readArguments(): void {
    const cursor = this.#cursor;
    const draft = this.#draft;
    for (let isFirst = true; cursor.nextKey(isFirst); isFirst = false) {
      const [from, to] = cursor.key();
      switch (this.#keys.get(cursor.bytes, from, to)) {
        case 'op_name':
          draft.op = this.#word();
          break;
        case 'provider':
          draft.provider = this.#word();
          break;
        case 'parent_name':
          draft.parentName = this.#word();
          break;
        case 'node_index':
          draft.nodeIndex = cursor.number();
          break;
        case 'input_type_shape':
          draft.inputs = this.#shapes();
          break;
        case 'output_type_shape':
          draft.outputs = this.#shapes();
          break;
        case 'output_size':
          draft.outputBytes = cursor.number();
          break;
        case 'mem_bytes_in_use':
          draft.inUse = cursor.number();
          break;
        case 'mem_in_use_delta':
          draft.delta = cursor.number();
          break;
        case 'mem_in_use_peak':
          draft.peak = cursor.number();
          break;
        case 'mem_arena_held':
          draft.held = cursor.number();
          break;
        default:
          cursor.skip();
      }
    }
  }

  #word(): string {
    return this.#text(this.#words);
  }

  #text(cache: ByteCache<string>): string {
    if (!this.#cursor.isText()) {
      this.#cursor.skip();
      return '';
    }
    const [from, to] = this.#cursor.rawText();
    return cache.get(this.#cursor.bytes, from, to);
  }

  #shapes(): readonly KnownTensor[] {
    const isList = this.#cursor.isList();
    const from = this.#cursor.at;
    this.#cursor.skip();
    return isList ? this.#tensors.get(this.#cursor.bytes, from, this.#cursor.at) : NONE;
  }
}

/** An event whose keys come one after the other. */
class Draft {
  category = '';
  name = '';
  op = '';
  provider = '';
  parentName = '';
  nodeIndex = -1;
  thread = 0;
  startUs = Number.NaN;
  durationUs = Number.NaN;
  inputs = NONE;
  outputs = NONE;
  outputBytes = Number.NaN;
  inUse = Number.NaN;
  delta = Number.NaN;
  peak = Number.NaN;
  held = Number.NaN;

  /** Null where it is of no kind that we know, or has no time. */
  event(): OrtEvent | null {
    const { startUs, durationUs } = this;
    if (!Number.isFinite(startUs) || !(durationUs >= 0) || durationUs === Infinity) return null;
    if (this.category === 'Session') return this.#with('session', this.name, '', '');
    if (this.category === 'Node') {
      // Before and after the kernel, older versions record the fences that they wait for.
      if (!this.name.endsWith(NODE_SUFFIX)) return null;
      return this.#with('node', this.name.slice(0, -NODE_SUFFIX.length), this.op, '');
    }
    if (this.category === 'Api') {
      const [name, op, kernel] = kernelName(this.name);
      return this.#with('kernel', name, op, kernel);
    }
    if (this.category !== 'Kernel') return null;
    const parent = this.parentName;
    const name = parent.endsWith(NODE_SUFFIX) ? parent.slice(0, -NODE_SUFFIX.length) : parent;
    return this.#with('kernel', name, this.op, this.name);
  }

  #with(kind: OrtEvent['kind'], name: string, op: string, kernel: string): OrtEvent {
    const { startUs, durationUs, inputs, outputs, thread } = this;
    const nodeIndex = Number.isSafeInteger(this.nodeIndex) ? this.nodeIndex : -1;
    const provider = Object.hasOwn(PROVIDERS, this.provider)
      ? (PROVIDERS[this.provider] as string)
      : this.provider;
    const memory = kind === 'node' ? this.#memory() : null;
    return {
      kind,
      name,
      op,
      kernel,
      provider,
      nodeIndex,
      thread,
      startUs,
      durationUs,
      inputs,
      outputs,
      memory,
    };
  }

  /** A provider whose memory the runtime does not count reports zeros all over. */
  #memory(): OrtMemory | null {
    const { inUse, delta, peak, held, outputBytes } = this;
    if (!Number.isFinite(inUse) || !Number.isFinite(delta) || !Number.isFinite(peak)) return null;
    if (inUse === 0 && delta === 0 && peak === 0 && !(held > 0)) return null;
    return { inUse, delta, peak, outputBytes: Number.isFinite(outputBytes) ? outputBytes : null };
  }
}

/** "node&op&kernel", where the node's name may have that sign as well. */
function kernelName(name: string): readonly [name: string, op: string, kernel: string] {
  const last = name.lastIndexOf('&');
  const middle = name.lastIndexOf('&', last - 1);
  if (last <= 0 || middle < 0) return [name, '', ''];
  return [name.slice(0, middle), name.slice(middle + 1, last), name.slice(last + 1)];
}

/** [{"float":[1,64]},{"int64":[]}] */
function tensorsOf(bytes: Uint8Array, from: number, to: number): readonly KnownTensor[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(rawTextOf(bytes, from, to));
  } catch {
    throw new NotJson();
  }
  if (!Array.isArray(parsed)) return NONE;
  return parsed.flatMap((entry: unknown): KnownTensor[] => {
    if (typeof entry !== 'object' || entry === null) return [];
    const [found] = Object.entries(entry);
    if (found === undefined) return [];
    const [word, shape] = found as [string, unknown];
    if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) return [];
    return [{ type: typeOf(word), shape: shape as number[] }];
  });
}

function typeOf(word: string): TensorType {
  const lower = word.toLowerCase();
  if (Object.hasOwn(TYPES, lower)) return TYPES[lower] as TensorType;
  return TENSOR_TYPES.find((type) => type === lower) ?? 'undefined';
}

function startsWith(bytes: Uint8Array, from: number, start: Uint8Array): boolean {
  for (let at = 0; at < start.length; at += 1) {
    if (bytes[from + at] !== start[at]) return false;
  }
  return true;
}
