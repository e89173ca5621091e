import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { MODEL_SPEC, PAYLOAD } from './onnx-schema.ts';
import { encodeUtf8 } from './utf8.ts';
import { WIRE } from './wire-cursor.ts';
import type { ByteSink, ByteSource } from './byte-source.ts';
import type { FieldSpec, MessageSpec } from './onnx-schema.ts';
import type { Blob, Message, ModelProto, TensorPayload } from './onnx-messages.ts';

const CHUNK = 1024 * 1024;

type Fields = Message & { payload?: TensorPayload[] } & Readonly<Record<string, unknown>>;

/** Writes a model in one go. `source` is the file it was read from: what was left there is copied. */
export function writeModel(model: ModelProto, sink: ByteSink, source?: ByteSource): number {
  const slices = writeModelSlices(model, sink, source);
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value;
  }
}

/**
 * Writes a model slice by slice, in constant memory: yields the bytes written so far at least once for each MiB
 * and returns their sum. Whoever drives it may let others work in between, or stop.
 */
export function* writeModelSlices(
  model: ModelProto,
  sink: ByteSink,
  source?: ByteSource,
): Generator<number, number, void> {
  const writer = new SlicedWriter(sink, source);
  yield* writer.message(MODEL_SPEC, model as Message as Fields);
  writer.flush();
  return writer.written;
}

/** The size of the file that writeModel would write. */
export function modelFileBytes(model: ModelProto): number {
  return new Sizes().message(MODEL_SPEC, model as Message as Fields);
}

/** Length-delimited messages begin with their length, so sizes are worked out first, each message once. */
class Sizes {
  readonly #known = new Map<Message, number>();

  message(spec: MessageSpec, message: Fields): number {
    const known = this.#known.get(message);
    if (known !== undefined) return known;
    let size = 0;
    for (const field of spec.fields) {
      for (const value of valuesOf(field, message)) size += this.#field(field, value);
    }
    for (const part of message.payload ?? []) size += payloadSize(part);
    for (const unknown of message.unknown ?? []) size += blobSize(unknown.encoded);
    this.#known.set(message, size);
    return size;
  }

  #field(field: FieldSpec, value: unknown): number {
    if (field.message !== undefined) {
      const size = this.message(field.message(), value as Fields);
      return delimited(field.number, size).length + size;
    }
    if (field.kind === 'blob') {
      const size = blobSize(value as Blob);
      return delimited(field.number, size).length + size;
    }
    return encodeScalar(field, value).length;
  }
}

class SlicedWriter {
  written = 0;
  readonly #sizes = new Sizes();
  readonly #sink: ByteSink;
  readonly #source: ByteSource | undefined;
  readonly #chunk = new Uint8Array(CHUNK);
  #filled = 0;

  constructor(sink: ByteSink, source: ByteSource | undefined) {
    this.#sink = sink;
    this.#source = source;
  }

  *message(spec: MessageSpec, message: Fields): Generator<number, void, void> {
    // In the order of field numbers, as every other writer does: an unchanged model gives the same bytes.
    const parts = message.payload ?? [];
    let next = 0;
    for (const field of spec.fields) {
      for (
        let part = parts[next];
        part !== undefined && payloadField(part) < field.number;
        part = parts[++next]
      ) {
        yield* this.#payload(part);
      }
      for (const value of valuesOf(field, message)) yield* this.#field(field, value);
    }
    for (const part of parts.slice(next)) yield* this.#payload(part);
    for (const unknown of message.unknown ?? []) yield* this.#blob(unknown.encoded);
  }

  flush(): void {
    if (this.#filled === 0) return;
    this.#sink.write(this.#chunk.subarray(0, this.#filled));
    this.#filled = 0;
  }

  *#field(field: FieldSpec, value: unknown): Generator<number, void, void> {
    if (field.message !== undefined) {
      const spec = field.message();
      yield* this.#bytes(delimited(field.number, this.#sizes.message(spec, value as Fields)));
      yield* this.message(spec, value as Fields);
    } else if (field.kind === 'blob') {
      yield* this.#bytes(delimited(field.number, blobSize(value as Blob)));
      yield* this.#blob(value as Blob);
    } else {
      yield* this.#bytes(encodeScalar(field, value));
    }
  }

  *#payload(part: TensorPayload): Generator<number, void, void> {
    if (part.kind === 'encoded') {
      yield* this.#blob(part.encoded);
      return;
    }
    yield* this.#bytes(delimited(PAYLOAD.raw, part.length));
    const fill = part.open();
    // Weights are made in a chunk of their own, so that they begin on a boundary that typed arrays accept.
    this.flush();
    for (let left = part.length; left > 0;) {
      const piece = this.#chunk.subarray(0, Math.min(CHUNK, left));
      fill(piece);
      this.#sink.write(piece);
      this.written += piece.length;
      left -= piece.length;
      yield this.written;
    }
  }

  *#blob(blob: Blob): Generator<number, void, void> {
    if (blob.kind === 'bytes') {
      yield* this.#bytes(blob.bytes);
      return;
    }
    const source = this.#source;
    if (source === undefined) throw new Error('a model that was read needs its source to be written');
    for (let done = 0; done < blob.length;) {
      const bytes = source.read(blob.offset + done, Math.min(CHUNK, blob.length - done));
      if (bytes.length === 0) throw new Error('the source of the model has become shorter');
      done += bytes.length;
      yield* this.#bytes(bytes);
    }
  }

  *#bytes(bytes: Uint8Array): Generator<number, void, void> {
    for (let done = 0; done < bytes.length;) {
      const count = Math.min(CHUNK - this.#filled, bytes.length - done);
      this.#chunk.set(bytes.subarray(done, done + count), this.#filled);
      this.#filled += count;
      this.written += count;
      done += count;
      if (this.#filled === CHUNK) {
        this.flush();
        yield this.written;
      }
    }
  }
}

function valuesOf(field: FieldSpec & { readonly key: string }, message: Fields): readonly unknown[] {
  const value = message[field.key];
  if (field.repeated) return (value as readonly unknown[] | undefined) ?? [];
  return value === undefined ? [] : [value];
}

function payloadField(part: TensorPayload): number {
  return part.kind === 'encoded' ? part.field : PAYLOAD.raw;
}

/** Shared by all encoding, which is synchronous: finish() leaves it empty. */
const writer = new BinaryWriter();

function delimited(field: number, length: number): Uint8Array {
  return writer.tag(field, WIRE.bytes).uint64(length).finish();
}

function encodeScalar(field: FieldSpec, value: unknown): Uint8Array {
  switch (field.kind) {
    case 'integer':
      return writer
        .tag(field.number, WIRE.varint)
        .int64(value as number)
        .finish();
    case 'int64':
      return writer
        .tag(field.number, WIRE.varint)
        .int64(value as bigint)
        .finish();
    case 'float':
      return writer
        .tag(field.number, WIRE.bit32)
        .float(value as number)
        .finish();
    default:
      return writer
        .tag(field.number, WIRE.bytes)
        .bytes(encodeUtf8(value as string))
        .finish();
  }
}

function blobSize(blob: Blob): number {
  return blob.kind === 'bytes' ? blob.bytes.length : blob.length;
}

function payloadSize(part: TensorPayload): number {
  if (part.kind === 'encoded') return blobSize(part.encoded);
  return delimited(PAYLOAD.raw, part.length).length + part.length;
}
