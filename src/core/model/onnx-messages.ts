/**
 * The messages of onnx.proto, as far as a model's structure goes. What is absent in the file is absent here;
 * weights stay where they are. Fields this file does not know are kept as they were written.
 */
export interface Message {
  unknown?: UnknownField[];
}

/** Bytes: held, or still in the file. */
export type Blob =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'range'; readonly offset: number; readonly length: number };

/** A field as it stood in the file, tag included. */
export interface UnknownField {
  readonly field: number;
  readonly wire: number;
  readonly encoded: Blob;
}

/** Fills the next bytes of a weight; called with consecutive pieces. */
export type FillBytes = (target: Uint8Array) => void;

/** One run of a tensor's value fields (raw_data, float_data, …). */
export type TensorPayload =
  | { readonly kind: 'encoded'; readonly field: number; readonly encoded: Blob }
  /** raw_data that is made while it is written. */
  | { readonly kind: 'generated'; readonly length: number; readonly open: () => FillBytes };

export interface StringEntry extends Message {
  key?: string;
  value?: string;
}

export interface TensorProto extends Message {
  dims: readonly number[];
  dataType?: number;
  segment?: Blob;
  name?: string;
  docString?: string;
  externalData: readonly StringEntry[];
  dataLocation?: number;
  metadataProps: readonly StringEntry[];
  /** Not a field of its own: the value fields, wherever they stood. */
  payload?: TensorPayload[];
}

export interface SparseTensorProto extends Message {
  values?: TensorProto;
  indices?: TensorProto;
  dims: readonly number[];
}

export interface DimensionProto extends Message {
  dimValue?: number;
  dimParam?: string;
  denotation?: string;
}

export interface ShapeProto extends Message {
  dim: readonly DimensionProto[];
}

export interface TensorTypeProto extends Message {
  elemType?: number;
  shape?: ShapeProto;
}

export interface ElementTypeProto extends Message {
  elemType?: TypeProto;
}

export interface MapTypeProto extends Message {
  keyType?: number;
  valueType?: TypeProto;
}

export interface OpaqueTypeProto extends Message {
  domain?: string;
  name?: string;
}

export interface TypeProto extends Message {
  tensorType?: TensorTypeProto;
  sequenceType?: ElementTypeProto;
  mapType?: MapTypeProto;
  denotation?: string;
  opaqueType?: OpaqueTypeProto;
  sparseTensorType?: TensorTypeProto;
  optionalType?: ElementTypeProto;
}

export interface ValueInfoProto extends Message {
  name?: string;
  type?: TypeProto;
  docString?: string;
  metadataProps: readonly StringEntry[];
}

export interface AttributeProto extends Message {
  name?: string;
  f?: number;
  i?: bigint;
  s?: Blob;
  t?: TensorProto;
  g?: GraphProto;
  floats: readonly number[];
  ints: readonly bigint[];
  strings: readonly Blob[];
  tensors: readonly TensorProto[];
  graphs: readonly GraphProto[];
  docString?: string;
  tp?: TypeProto;
  typeProtos: readonly TypeProto[];
  type?: number;
  refAttrName?: string;
  sparseTensor?: SparseTensorProto;
  sparseTensors: readonly SparseTensorProto[];
}

export interface NodeProto extends Message {
  input: readonly string[];
  output: readonly string[];
  name?: string;
  opType?: string;
  attribute: readonly AttributeProto[];
  docString?: string;
  domain?: string;
  overload?: string;
  metadataProps: readonly StringEntry[];
}

export interface TensorAnnotation extends Message {
  tensorName?: string;
  quantParameterTensorNames: readonly StringEntry[];
}

export interface GraphProto extends Message {
  node: readonly NodeProto[];
  name?: string;
  initializer: readonly TensorProto[];
  docString?: string;
  input: readonly ValueInfoProto[];
  output: readonly ValueInfoProto[];
  valueInfo: readonly ValueInfoProto[];
  quantizationAnnotation: readonly TensorAnnotation[];
  sparseInitializer: readonly SparseTensorProto[];
  metadataProps: readonly StringEntry[];
}

export interface OperatorSet extends Message {
  domain?: string;
  version?: number;
}

export interface FunctionProto extends Message {
  name?: string;
  input: readonly string[];
  output: readonly string[];
  attribute: readonly string[];
  node: readonly NodeProto[];
  docString?: string;
  opsetImport: readonly OperatorSet[];
  domain?: string;
  attributeProto: readonly AttributeProto[];
  valueInfo: readonly ValueInfoProto[];
  overload?: string;
  metadataProps: readonly StringEntry[];
}

export interface TrainingInfo extends Message {
  initialization?: GraphProto;
  algorithm?: GraphProto;
  initializationBinding: readonly StringEntry[];
  updateBinding: readonly StringEntry[];
}

export interface ModelProto extends Message {
  irVersion?: number;
  producerName?: string;
  producerVersion?: string;
  domain?: string;
  modelVersion?: bigint;
  docString?: string;
  graph?: GraphProto;
  opsetImport: readonly OperatorSet[];
  metadataProps: readonly StringEntry[];
  trainingInfo: readonly TrainingInfo[];
  functions: readonly FunctionProto[];
}

/** A model that was read or built: it has a graph. */
export interface OnnxModel extends ModelProto {
  graph: GraphProto;
}
