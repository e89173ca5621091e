import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { countElements, tensorTypeCode } from '../element-type.ts';
import { PAYLOAD } from '../onnx-schema.ts';
import { WIRE } from '../wire-cursor.ts';
import type {
  AttributeProto,
  FunctionProto,
  GraphProto,
  NodeProto,
  OnnxModel,
  TensorProto,
  ValueInfoProto,
} from '../onnx-messages.ts';
import type { TensorType } from '../../../contract/model.ts';

/** Models written down by hand, for tests. */

export function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  more: Partial<NodeProto> = {},
): NodeProto {
  return { opType, input, output, attribute: [], metadataProps: [], ...more };
}

export function attribute(name: string, value: Partial<AttributeProto>): AttributeProto {
  const none = {
    floats: [],
    ints: [],
    strings: [],
    tensors: [],
    graphs: [],
    typeProtos: [],
    sparseTensors: [],
  };
  return { ...none, name, ...value };
}

export function value(
  name: string,
  shape: readonly (number | string)[],
  type: TensorType = 'float32',
): ValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return {
    name,
    type: { tensorType: { elemType: tensorTypeCode(type), shape: { dim } } },
    metadataProps: [],
  };
}

/** Zeros, which nobody computes with. */
export function weight(name: string, dims: readonly number[]): TensorProto {
  return tensor(name, dims, 'float32', new Uint8Array(countElements(dims) * 4));
}

export function integers(name: string, values: readonly number[]): TensorProto {
  return tensor(name, [values.length], 'int64', new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
}

function tensor(name: string, dims: readonly number[], type: TensorType, bytes: Uint8Array): TensorProto {
  const encoded = new BinaryWriter().tag(PAYLOAD.raw, WIRE.bytes).bytes(bytes).finish();
  return {
    name,
    dims,
    dataType: tensorTypeCode(type),
    externalData: [],
    metadataProps: [],
    payload: [{ kind: 'encoded', field: PAYLOAD.raw, encoded: { kind: 'bytes', bytes: encoded } }],
  };
}

export function graph(nodes: readonly NodeProto[], more: Partial<GraphProto> = {}): GraphProto {
  return {
    name: 'built',
    node: nodes,
    initializer: [],
    input: [],
    output: [],
    valueInfo: [],
    quantizationAnnotation: [],
    sparseInitializer: [],
    metadataProps: [],
    ...more,
  };
}

export function model(main: GraphProto, functions: readonly FunctionProto[] = []): OnnxModel {
  return {
    irVersion: 8,
    graph: main,
    opsetImport: [
      { domain: '', version: 17 },
      ...functions.map(({ domain = '' }) => ({ domain, version: 1 })),
    ],
    metadataProps: [],
    trainingInfo: [],
    functions,
  };
}

export function localFunction(
  name: string,
  input: readonly string[],
  output: readonly string[],
  nodes: readonly NodeProto[],
  more: Partial<FunctionProto> = {},
): FunctionProto {
  return {
    name,
    domain: 'local',
    input,
    output,
    node: nodes,
    attribute: [],
    attributeProto: [],
    valueInfo: [],
    metadataProps: [],
    opsetImport: [{ domain: '', version: 17 }],
    ...more,
  };
}
