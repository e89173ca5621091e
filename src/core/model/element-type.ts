import { TENSOR_TYPES } from '../../contract/model.ts';
import type { TensorType } from '../../contract/model.ts';

const BITS: Readonly<Record<TensorType, number>> = {
  undefined: 0,
  float32: 32,
  uint8: 8,
  int8: 8,
  uint16: 16,
  int16: 16,
  int32: 32,
  int64: 64,
  // In memory a handle; what the text itself takes is not known from the shape.
  string: 64,
  bool: 8,
  float16: 16,
  float64: 64,
  uint32: 32,
  uint64: 64,
  complex64: 64,
  complex128: 128,
  bfloat16: 16,
  float8e4m3fn: 8,
  float8e4m3fnuz: 8,
  float8e5m2: 8,
  float8e5m2fnuz: 8,
  uint4: 4,
  int4: 4,
  float4e2m1: 4,
  float8e8m0: 8,
  uint2: 2,
  int2: 2,
};

/** From the number in TensorProto.DataType; the contract lists the types in that order. */
export function tensorTypeOf(code: number | undefined): TensorType {
  return TENSOR_TYPES[code ?? 0] ?? 'undefined';
}

export function tensorTypeCode(type: TensorType): number {
  return TENSOR_TYPES.indexOf(type);
}

export function bytesOf(type: TensorType, elements: number): number {
  return Math.ceil((elements * BITS[type]) / 8);
}

export function countElements(shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) count *= size;
  return count;
}
