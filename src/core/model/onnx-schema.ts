import type * as onnx from './onnx-messages.ts';

/**
 * Field numbers and kinds of onnx.proto, as data: reader and writer both walk these tables, so they cannot
 * disagree. Kinds: "integer" is a safe integer that may be negative, "int64" a bigint, "blob" bytes of any length.
 */
export type FieldKind = 'text' | 'blob' | 'integer' | 'int64' | 'float' | 'message';

export interface FieldSpec {
  readonly number: number;
  readonly kind: FieldKind;
  readonly repeated: boolean;
  readonly message?: () => MessageSpec;
}

export interface MessageSpec {
  readonly name: string;
  readonly fields: readonly (FieldSpec & { readonly key: string })[];
  readonly byNumber: ReadonlyMap<number, FieldSpec & { readonly key: string }>;
  /** Value fields that are recorded instead of read. */
  readonly payload: ReadonlySet<number>;
}

type Fields<T> = { readonly [K in Exclude<keyof T, 'unknown' | 'payload'>]-?: FieldSpec };

function spec<T>(name: string, fields: Fields<T>, payload: readonly number[] = []): MessageSpec {
  const list = Object.entries<FieldSpec>(fields).map(([key, field]) => ({ key, ...field }));
  list.sort((a, b) => a.number - b.number);
  return {
    name,
    fields: list,
    byNumber: new Map(list.map((field) => [field.number, field])),
    payload: new Set(payload),
  };
}

const one = (number: number, kind: FieldKind): FieldSpec => ({ number, kind, repeated: false });
const many = (number: number, kind: FieldKind): FieldSpec => ({ number, kind, repeated: true });
const child = (number: number, message: () => MessageSpec): FieldSpec => ({
  number,
  kind: 'message',
  repeated: false,
  message,
});
const children = (number: number, message: () => MessageSpec): FieldSpec => ({
  ...child(number, message),
  repeated: true,
});

const ENTRY = spec<onnx.StringEntry>('StringStringEntryProto', {
  key: one(1, 'text'),
  value: one(2, 'text'),
});

/** TensorProto's value fields. */
export const PAYLOAD = {
  float: 4,
  int32: 5,
  string: 6,
  int64: 7,
  raw: 9,
  double: 10,
  uint64: 11,
} as const;

const TENSOR = spec<onnx.TensorProto>(
  'TensorProto',
  {
    dims: many(1, 'integer'),
    dataType: one(2, 'integer'),
    segment: one(3, 'blob'),
    name: one(8, 'text'),
    docString: one(12, 'text'),
    externalData: children(13, () => ENTRY),
    dataLocation: one(14, 'integer'),
    metadataProps: children(16, () => ENTRY),
  },
  Object.values(PAYLOAD),
);

const SPARSE_TENSOR = spec<onnx.SparseTensorProto>('SparseTensorProto', {
  values: child(1, () => TENSOR),
  indices: child(2, () => TENSOR),
  dims: many(3, 'integer'),
});

const DIMENSION = spec<onnx.DimensionProto>('TensorShapeProto.Dimension', {
  dimValue: one(1, 'integer'),
  dimParam: one(2, 'text'),
  denotation: one(3, 'text'),
});

const SHAPE = spec<onnx.ShapeProto>('TensorShapeProto', { dim: children(1, () => DIMENSION) });

const TENSOR_TYPE = spec<onnx.TensorTypeProto>('TypeProto.Tensor', {
  elemType: one(1, 'integer'),
  shape: child(2, () => SHAPE),
});

const ELEMENT_TYPE = spec<onnx.ElementTypeProto>('TypeProto.Sequence', { elemType: child(1, () => TYPE) });

const MAP_TYPE = spec<onnx.MapTypeProto>('TypeProto.Map', {
  keyType: one(1, 'integer'),
  valueType: child(2, () => TYPE),
});

const OPAQUE_TYPE = spec<onnx.OpaqueTypeProto>('TypeProto.Opaque', {
  domain: one(1, 'text'),
  name: one(2, 'text'),
});

const TYPE: MessageSpec = spec<onnx.TypeProto>('TypeProto', {
  tensorType: child(1, () => TENSOR_TYPE),
  sequenceType: child(4, () => ELEMENT_TYPE),
  mapType: child(5, () => MAP_TYPE),
  denotation: one(6, 'text'),
  opaqueType: child(7, () => OPAQUE_TYPE),
  sparseTensorType: child(8, () => TENSOR_TYPE),
  optionalType: child(9, () => ELEMENT_TYPE),
});

const VALUE_INFO = spec<onnx.ValueInfoProto>('ValueInfoProto', {
  name: one(1, 'text'),
  type: child(2, () => TYPE),
  docString: one(3, 'text'),
  metadataProps: children(4, () => ENTRY),
});

const ATTRIBUTE = spec<onnx.AttributeProto>('AttributeProto', {
  name: one(1, 'text'),
  f: one(2, 'float'),
  i: one(3, 'int64'),
  s: one(4, 'blob'),
  t: child(5, () => TENSOR),
  g: child(6, () => GRAPH),
  floats: many(7, 'float'),
  ints: many(8, 'int64'),
  strings: many(9, 'blob'),
  tensors: children(10, () => TENSOR),
  graphs: children(11, () => GRAPH),
  docString: one(13, 'text'),
  tp: child(14, () => TYPE),
  typeProtos: children(15, () => TYPE),
  type: one(20, 'integer'),
  refAttrName: one(21, 'text'),
  sparseTensor: child(22, () => SPARSE_TENSOR),
  sparseTensors: children(23, () => SPARSE_TENSOR),
});

const NODE = spec<onnx.NodeProto>('NodeProto', {
  input: many(1, 'text'),
  output: many(2, 'text'),
  name: one(3, 'text'),
  opType: one(4, 'text'),
  attribute: children(5, () => ATTRIBUTE),
  docString: one(6, 'text'),
  domain: one(7, 'text'),
  overload: one(8, 'text'),
  metadataProps: children(9, () => ENTRY),
});

const ANNOTATION = spec<onnx.TensorAnnotation>('TensorAnnotation', {
  tensorName: one(1, 'text'),
  quantParameterTensorNames: children(2, () => ENTRY),
});

const GRAPH: MessageSpec = spec<onnx.GraphProto>('GraphProto', {
  node: children(1, () => NODE),
  name: one(2, 'text'),
  initializer: children(5, () => TENSOR),
  docString: one(10, 'text'),
  input: children(11, () => VALUE_INFO),
  output: children(12, () => VALUE_INFO),
  valueInfo: children(13, () => VALUE_INFO),
  quantizationAnnotation: children(14, () => ANNOTATION),
  sparseInitializer: children(15, () => SPARSE_TENSOR),
  metadataProps: children(16, () => ENTRY),
});

const OPERATOR_SET = spec<onnx.OperatorSet>('OperatorSetIdProto', {
  domain: one(1, 'text'),
  version: one(2, 'integer'),
});

const FUNCTION = spec<onnx.FunctionProto>('FunctionProto', {
  name: one(1, 'text'),
  input: many(4, 'text'),
  output: many(5, 'text'),
  attribute: many(6, 'text'),
  node: children(7, () => NODE),
  docString: one(8, 'text'),
  opsetImport: children(9, () => OPERATOR_SET),
  domain: one(10, 'text'),
  attributeProto: children(11, () => ATTRIBUTE),
  valueInfo: children(12, () => VALUE_INFO),
  overload: one(13, 'text'),
  metadataProps: children(14, () => ENTRY),
});

const TRAINING_INFO = spec<onnx.TrainingInfo>('TrainingInfoProto', {
  initialization: child(1, () => GRAPH),
  algorithm: child(2, () => GRAPH),
  initializationBinding: children(3, () => ENTRY),
  updateBinding: children(4, () => ENTRY),
});

export const MODEL_SPEC = spec<onnx.ModelProto>('ModelProto', {
  irVersion: one(1, 'integer'),
  producerName: one(2, 'text'),
  producerVersion: one(3, 'text'),
  domain: one(4, 'text'),
  modelVersion: one(5, 'int64'),
  docString: one(6, 'text'),
  graph: child(7, () => GRAPH),
  opsetImport: children(8, () => OPERATOR_SET),
  metadataProps: children(14, () => ENTRY),
  trainingInfo: children(20, () => TRAINING_INFO),
  functions: children(25, () => FUNCTION),
});

export const TENSOR_SPEC = TENSOR;
