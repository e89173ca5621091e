import { MODEL_SPEC, PAYLOAD, TENSOR_SPEC } from './onnx-schema.ts';
import { WIRE, WireCursor } from './wire-cursor.ts';
import type { ByteSource } from './byte-source.ts';
import type { FieldSpec, MessageSpec } from './onnx-schema.ts';
import type {
  Blob,
  Message,
  ModelProto,
  OnnxModel,
  TensorPayload,
  TensorProto,
  UnknownField,
} from './onnx-messages.ts';
import type { Tag } from './wire-cursor.ts';

/** As protobuf's own readers; each subgraph takes three levels. */
const DEEPEST_MESSAGE = 100;
/** Values up to this size are held, so that shapes and scalars are known without another read. */
const SMALL_PAYLOAD = 160;
const LARGEST_HELD_BLOB = 64 * 1024;
/** What a model's structure may take in memory: far above any real one, far below what a hostile file could ask. */
const MEMORY_BUDGET = 1024 ** 3;
const MESSAGE_COST = 200;
const SCALAR_COST = 24;

/**
 * Reads the structure of an ONNX model. Weights are passed over: only where they are is recorded. Throws
 * DynoError MODEL_INVALID, with the byte at fault, for whatever is not a model; `subject` names it there.
 */
export function readModel(source: ByteSource, subject: string): OnnxModel {
  const cursor = new WireCursor(source, subject);
  if (source.size === 0) cursor.fail('the file is empty', 0);
  const model: ModelProto = new Reader(cursor).message(MODEL_SPEC, source.size);
  const { irVersion, graph } = model;
  if (irVersion === undefined || irVersion < 1 || irVersion > 1000) {
    return cursor.fail('there is no IR version, with which every ONNX model begins', 0);
  }
  if (graph === undefined) return cursor.fail('the model ends without a graph', source.size);
  if (irVersion >= 3 && model.opsetImport.length === 0) {
    return cursor.fail('the model ends without saying which operator sets it uses', source.size);
  }
  return { ...model, graph };
}

/** Reads a TensorProto that stands alone, as in ONNX's test data (.pb). */
export function readTensorMessage(source: ByteSource, subject: string): TensorProto {
  return new Reader(new WireCursor(source, subject)).message(TENSOR_SPEC, source.size);
}

type Draft = Message & { payload?: TensorPayload[] } & Record<string, unknown>;

const NOTHING: readonly unknown[] = Object.freeze([]);

class Reader {
  readonly #cursor: WireCursor;
  #budget = MEMORY_BUDGET;

  constructor(cursor: WireCursor) {
    this.#cursor = cursor;
  }

  message<T extends Message>(spec: MessageSpec, end: number): T {
    return this.#read(spec, end, 0, undefined) as Message as T;
  }

  #read(spec: MessageSpec, end: number, depth: number, into: Draft | undefined): Draft {
    const cursor = this.#cursor;
    if (depth > DEEPEST_MESSAGE) cursor.fail('messages are nested too deeply');
    this.#spend(MESSAGE_COST);
    const draft = into ?? emptyDraft(spec);
    while (cursor.position < end) {
      const start = cursor.position;
      const tag = cursor.tag(end);
      const field = spec.byNumber.get(tag.field);
      if (field !== undefined && fitsWire(field, tag.wire)) {
        this.#readField(field, tag, end, depth, draft);
      } else {
        cursor.skip(tag, end);
        if (spec.payload.has(tag.field)) notePayload(draft, tag, start, cursor.position);
        else this.#keepUnknown(draft, tag, start);
      }
    }
    if (draft.payload !== undefined) draft.payload = draft.payload.map((part) => this.#holdSmall(part));
    return draft;
  }

  #readField(
    field: FieldSpec & { readonly key: string },
    tag: Tag,
    end: number,
    depth: number,
    draft: Draft,
  ): void {
    const cursor = this.#cursor;
    if (field.message !== undefined) {
      const last = cursor.length(end);
      const before = field.repeated ? undefined : (draft[field.key] as Draft | undefined);
      const value = this.#read(field.message(), last, depth + 1, before);
      if (field.repeated) listOf(draft, field.key).push(value);
      else draft[field.key] = value;
      return;
    }
    const packed =
      field.repeated && tag.wire === WIRE.bytes && field.kind !== 'text' && field.kind !== 'blob';
    if (!packed) {
      const value = this.#readScalar(field, end);
      if (field.repeated) listOf(draft, field.key).push(value);
      else draft[field.key] = value;
      return;
    }
    const last = cursor.length(end);
    const list = listOf(draft, field.key);
    while (cursor.position < last) list.push(this.#readScalar(field, last));
  }

  #readScalar(field: FieldSpec, end: number): unknown {
    const cursor = this.#cursor;
    this.#spend(SCALAR_COST);
    switch (field.kind) {
      case 'integer': {
        const start = cursor.position;
        const value = Number(cursor.int64(end));
        if (!Number.isSafeInteger(value)) cursor.fail('a number is impossibly large', start);
        return value;
      }
      case 'int64':
        return cursor.int64(end);
      case 'float':
        return cursor.float32(end);
      case 'text': {
        const last = cursor.length(end);
        this.#spend(last - cursor.position);
        return cursor.text(last);
      }
      default: {
        const last = cursor.length(end);
        return this.#blob(cursor.position, last);
      }
    }
  }

  #keepUnknown(draft: Draft, tag: Tag, start: number): void {
    const field: UnknownField = {
      field: tag.field,
      wire: tag.wire,
      encoded: this.#blob(start, this.#cursor.position),
    };
    (draft.unknown ??= []).push(field);
  }

  /** Bytes from start to end, held where they are few; the cursor moves to the end. */
  #blob(start: number, end: number): Blob {
    const length = end - start;
    const cursor = this.#cursor;
    this.#spend(SCALAR_COST + Math.min(length, LARGEST_HELD_BLOB));
    const blob: Blob =
      length <= LARGEST_HELD_BLOB
        ? { kind: 'bytes', bytes: cursor.copyRange(start, end) }
        : { kind: 'range', offset: start, length };
    cursor.seek(end);
    return blob;
  }

  #holdSmall(part: TensorPayload): TensorPayload {
    if (part.kind === 'generated' || part.encoded.kind === 'bytes') return part;
    const { offset, length } = part.encoded;
    this.#spend(MESSAGE_COST);
    if (length > SMALL_PAYLOAD) return part;
    const bytes = this.#cursor.copyRange(offset, offset + length);
    return { ...part, encoded: { kind: 'bytes', bytes } };
  }

  #spend(bytes: number): void {
    this.#budget -= bytes;
    if (this.#budget < 0) this.#cursor.fail('the structure alone takes more than 1 GiB of memory');
  }
}

function emptyDraft(spec: MessageSpec): Draft {
  const draft: Draft = {};
  for (const field of spec.fields) if (field.repeated) draft[field.key] = NOTHING;
  return draft;
}

function listOf(draft: Draft, key: string): unknown[] {
  const list = draft[key] as unknown[];
  if (list !== NOTHING) return list;
  const fresh: unknown[] = [];
  draft[key] = fresh;
  return fresh;
}

function fitsWire(field: FieldSpec, wire: number): boolean {
  switch (field.kind) {
    case 'integer':
    case 'int64':
      return wire === WIRE.varint || (field.repeated && wire === WIRE.bytes);
    case 'float':
      return wire === WIRE.bit32 || (field.repeated && wire === WIRE.bytes);
    default:
      return wire === WIRE.bytes;
  }
}

/** Values written one by one become a single run; raw_data stands once. */
function notePayload(draft: Draft, tag: Tag, start: number, end: number): void {
  const parts = (draft.payload ??= []);
  const last = parts.at(-1);
  if (
    last?.kind === 'encoded' &&
    last.encoded.kind === 'range' &&
    last.field === tag.field &&
    tag.field !== PAYLOAD.raw &&
    last.encoded.offset + last.encoded.length === start
  ) {
    const { offset } = last.encoded;
    parts[parts.length - 1] = { ...last, encoded: { kind: 'range', offset, length: end - offset } };
    return;
  }
  parts.push({
    kind: 'encoded',
    field: tag.field,
    encoded: { kind: 'range', offset: start, length: end - start },
  });
}
