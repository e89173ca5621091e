import { DynoError } from '../../../contract/errors.ts';
import { allocateData } from '../inputs/make-input.ts';
import { bytesOf, countElements, tensorTypeOf } from '../element-type.ts';
import { bytesSource } from '../byte-source.ts';
import { invalidFile } from './file-tensor.ts';
import { PAYLOAD } from '../onnx-schema.ts';
import { readTensorMessage } from '../onnx-reader.ts';
import { WIRE, WireCursor } from '../wire-cursor.ts';
import type { FileTensor } from './file-tensor.ts';
import type { TensorData } from '../inputs/make-input.ts';
import type { TensorPayload } from '../onnx-messages.ts';
import type { TensorType } from '../../../contract/model.ts';

const NEXT_STEP = 'Give a TensorProto as ONNX saves it (onnx.numpy_helper.from_array), or a .npy file.';

/** A TensorProto by itself, as in ONNX's test data (input_0.pb). */
export function decodeTensorProto(bytes: Uint8Array, file: string): FileTensor {
  try {
    return decode(bytes, file);
  } catch (error) {
    if (error instanceof DynoError && error.code === 'MODEL_INVALID') {
      throw invalidFile(file, 'it is no TensorProto, or damaged', NEXT_STEP);
    }
    throw error;
  }
}

function decode(bytes: Uint8Array, file: string): FileTensor {
  const source = bytesSource(bytes);
  const message = readTensorMessage(source, file);
  const type = tensorTypeOf(message.dataType);
  const shape = message.dims;
  const elements = countElements(shape);
  if (type === 'undefined') throw invalidFile(file, 'it names no element type', NEXT_STEP);
  if (message.dataLocation === 1)
    throw invalidFile(file, 'its values are kept in yet another file', NEXT_STEP);
  // A value takes at least a bit: a size that the file cannot hold is damage, and nothing is allocated for it.
  if (shape.some((size) => size < 0) || elements > bytes.length * 8) {
    throw invalidFile(file, `it says it has ${shape.join(' × ')} elements, more than it holds`, NEXT_STEP);
  }
  const data = allocateData(type, elements);
  const writer = { data, at: 0 };
  for (const part of message.payload ?? []) {
    if (part.kind === 'encoded') readPart(part, bytes, file, type, writer);
  }
  const wanted = Array.isArray(data) ? elements : data.length;
  if (writer.at !== wanted)
    throw invalidFile(file, `it holds ${writer.at} values instead of ${wanted}`, NEXT_STEP);
  return { name: message.name ?? null, type, shape, data };
}

interface ValueWriter {
  readonly data: TensorData;
  at: number;
}

function readPart(
  part: Extract<TensorPayload, { kind: 'encoded' }>,
  file: Uint8Array,
  fileName: string,
  type: TensorType,
  writer: ValueWriter,
): void {
  const { encoded } = part;
  const bytes =
    encoded.kind === 'bytes' ? encoded.bytes : file.subarray(encoded.offset, encoded.offset + encoded.length);
  const cursor = new WireCursor(bytesSource(bytes), fileName);
  while (cursor.position < bytes.length) {
    const tag = cursor.tag(bytes.length);
    if (part.field === PAYLOAD.raw) {
      putRaw(cursor.copy(cursor.length(bytes.length)), fileName, type, writer);
    } else if (part.field === PAYLOAD.string) {
      if (Array.isArray(writer.data)) writer.data.push(cursor.text(cursor.length(bytes.length)));
      writer.at += 1;
    } else if (tag.wire === WIRE.bytes) {
      const end = cursor.length(bytes.length);
      while (cursor.position < end) putValue(cursor, end, part.field, writer);
    } else {
      putValue(cursor, bytes.length, part.field, writer);
    }
  }
}

function putRaw(raw: Uint8Array, file: string, type: TensorType, writer: ValueWriter): void {
  const { data } = writer;
  if (Array.isArray(data) || raw.length !== data.byteLength) {
    const needed = Array.isArray(data) ? 'texts' : `${bytesOf(type, data.length)} bytes`;
    throw invalidFile(file, `it holds ${raw.length} bytes where ${needed} belong`, NEXT_STEP);
  }
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength).set(raw);
  writer.at = data.length;
}

function putValue(cursor: WireCursor, end: number, field: number, writer: ValueWriter): void {
  const { data } = writer;
  const at = writer.at++;
  if (field === PAYLOAD.float || field === PAYLOAD.double) {
    const value = field === PAYLOAD.float ? cursor.float32(end) : cursor.float64(end);
    if (data instanceof Float32Array || data instanceof Float64Array) data[at] = value;
    return;
  }
  const value = cursor.int64(end);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[at] = value;
  else if (!Array.isArray(data)) data[at] = Number(BigInt.asIntN(64, value));
}
