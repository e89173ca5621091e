import { tensorTypeOf } from './element-type.ts';
import type { Dimension, TensorPort } from '../../contract/model.ts';
import type { ShapeProto, TypeProto, ValueInfoProto } from './onnx-messages.ts';

export function describePort(value: ValueInfoProto): TensorPort {
  const name = value.name ?? '';
  const { type } = value;
  const tensor = type?.tensorType;
  if (tensor !== undefined) {
    return { name, type: tensorTypeOf(tensor.elemType), shape: describeShape(tensor.shape), kind: 'tensor' };
  }
  const sparse = type?.sparseTensorType;
  if (sparse !== undefined) {
    return { name, type: tensorTypeOf(sparse.elemType), shape: describeShape(sparse.shape), kind: 'sparse' };
  }
  return { name, type: 'undefined', shape: null, kind: kindOf(type) };
}

function kindOf(type: TypeProto | undefined): TensorPort['kind'] {
  if (type?.sequenceType !== undefined) return 'sequence';
  if (type?.mapType !== undefined) return 'map';
  return type?.optionalType === undefined ? 'unknown' : 'optional';
}

function describeShape(shape: ShapeProto | undefined): readonly Dimension[] | null {
  if (shape === undefined) return null;
  return shape.dim.map(({ dimValue, dimParam }) => {
    // Some exporters write -1 for "any", others an empty symbol.
    if (dimValue !== undefined) return dimValue < 0 ? null : dimValue;
    return dimParam === undefined || dimParam === '' ? null : dimParam;
  });
}
