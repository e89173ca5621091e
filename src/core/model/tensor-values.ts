import { bytesSource } from './byte-source.ts';
import { PAYLOAD } from './onnx-schema.ts';
import { tensorTypeOf } from './element-type.ts';
import { WIRE, WireCursor } from './wire-cursor.ts';
import type { TensorProto } from './onnx-messages.ts';

/**
 * The integers of a small tensor, such as a shape or axes: null where its values are not held, or no integers.
 */
export function smallIntegers(tensor: TensorProto): readonly number[] | null {
  const type = tensorTypeOf(tensor.dataType);
  if (type !== 'int64' && type !== 'int32') return null;
  if (tensor.dims.includes(0)) return [];
  const values: number[] = [];
  for (const part of tensor.payload ?? []) {
    if (part.kind !== 'encoded' || part.encoded.kind !== 'bytes') return null;
    const { bytes } = part.encoded;
    const cursor = new WireCursor(bytesSource(bytes), tensor.name ?? 'tensor');
    while (cursor.position < bytes.length) {
      const tag = cursor.tag(bytes.length);
      if (tag.wire === WIRE.varint) {
        values.push(Number(cursor.int64(bytes.length)));
        continue;
      }
      const end = cursor.length(bytes.length);
      if (part.field === PAYLOAD.raw) values.push(...rawIntegers(cursor.copy(end), type));
      else while (cursor.position < end) values.push(Number(cursor.int64(end)));
    }
  }
  return values.length === 0 ? null : values;
}

function rawIntegers(bytes: Uint8Array, type: 'int64' | 'int32'): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const width = type === 'int64' ? 8 : 4;
  const values: number[] = [];
  for (let at = 0; at + width <= bytes.length; at += width) {
    values.push(type === 'int64' ? Number(view.getBigInt64(at, true)) : view.getInt32(at, true));
  }
  return values;
}
