import { bytesSource } from './byte-source.ts';
import { countElements, tensorTypeOf } from './element-type.ts';
import { fromFloat16Bits } from './float-bits.ts';
import { PAYLOAD } from './onnx-schema.ts';
import { WIRE, WireCursor } from './wire-cursor.ts';
import type { TensorProto } from './onnx-messages.ts';
import type { TensorType } from '../../contract/model.ts';

/**
 * The integers of a small tensor, such as a shape or axes: null where its values are not held, or no integers.
 */
export function smallIntegers(tensor: TensorProto): readonly number[] | null {
  const type = tensorTypeOf(tensor.dataType);
  return type === 'int64' || type === 'int32' ? smallNumbers(tensor) : null;
}

/** Scales for resizing are floats, a handful of them; more of them are weights, and no shape follows from those. */
const MOST_FLOATS = 16;

/** Numbers that shapes may be computed from; null where there are none. */
export function shapeNumbers(tensor: TensorProto): readonly number[] | null {
  const isFloat = /float|complex/.test(tensorTypeOf(tensor.dataType));
  return isFloat && countElements(tensor.dims) > MOST_FLOATS ? null : smallNumbers(tensor);
}

/** The numbers of a small tensor: null where its values are not held, or are none, or not as many as its shape says. */
function smallNumbers(tensor: TensorProto): readonly number[] | null {
  const type = tensorTypeOf(tensor.dataType);
  if (tensor.dims.includes(0)) return [];
  const values: number[] = [];
  for (const part of tensor.payload ?? []) {
    if (part.kind !== 'encoded' || part.encoded.kind !== 'bytes') return null;
    try {
      readPart(part.field, part.encoded.bytes, type, values);
    } catch {
      // What is not written as it should be has no values; whoever loads the model will say so.
      return null;
    }
  }
  return values.length === countElements(tensor.dims) ? values : null;
}

function readPart(field: number, bytes: Uint8Array, type: TensorType, values: number[]): void {
  const cursor = new WireCursor(bytesSource(bytes), 'tensor');
  const one = (end: number): number => {
    if (field === PAYLOAD.float) return cursor.float32(end);
    if (field === PAYLOAD.double) return cursor.float64(end);
    const value = Number(cursor.int64(end));
    return field === PAYLOAD.int32 && type === 'float16' ? fromFloat16Bits(value & 0xffff) : value;
  };
  while (cursor.position < bytes.length) {
    const tag = cursor.tag(bytes.length);
    if (tag.wire !== WIRE.bytes) {
      values.push(one(bytes.length));
      continue;
    }
    const end = cursor.length(bytes.length);
    if (field === PAYLOAD.raw) values.push(...rawNumbers(cursor.copy(end), type));
    else while (cursor.position < end) values.push(one(end));
  }
}

type ReadAt = (view: DataView, at: number) => number;

const RAW: Partial<Record<TensorType, readonly [number, ReadAt]>> = {
  int64: [8, (view, at) => Number(view.getBigInt64(at, true))],
  uint64: [8, (view, at) => Number(view.getBigUint64(at, true))],
  int32: [4, (view, at) => view.getInt32(at, true)],
  uint32: [4, (view, at) => view.getUint32(at, true)],
  int16: [2, (view, at) => view.getInt16(at, true)],
  uint16: [2, (view, at) => view.getUint16(at, true)],
  int8: [1, (view, at) => view.getInt8(at)],
  uint8: [1, (view, at) => view.getUint8(at)],
  bool: [1, (view, at) => view.getUint8(at)],
  float32: [4, (view, at) => view.getFloat32(at, true)],
  float64: [8, (view, at) => view.getFloat64(at, true)],
  float16: [2, (view, at) => fromFloat16Bits(view.getUint16(at, true))],
};

function rawNumbers(bytes: Uint8Array, type: TensorType): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [width, read] = RAW[type] ?? [0, () => 0];
  const values: number[] = [];
  if (width > 0) for (let at = 0; at + width <= bytes.length; at += width) values.push(read(view, at));
  return values;
}
