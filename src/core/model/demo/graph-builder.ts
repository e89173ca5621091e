import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { countElements, tensorTypeCode } from '../element-type.ts';
import { PAYLOAD } from '../onnx-schema.ts';
import { weightPayload } from './weights.ts';
import { WIRE } from '../wire-cursor.ts';
import type { AttributeProto, NodeProto, OnnxModel, TensorProto, ValueInfoProto } from '../onnx-messages.ts';
import type { TensorType } from '../../../contract/model.ts';
import type { WeightRecipe } from './weights.ts';

/** A value in the graph, with the shape that the file declares for it. */
export interface Tensor {
  readonly name: string;
  readonly type: TensorType;
  readonly shape: readonly (number | string)[];
}

export interface NodeOptions {
  readonly type?: TensorType;
  readonly attributes?: Readonly<Record<string, number | readonly number[] | { readonly float: number }>>;
  /** The name of the output; made from the operator and a number where left out. */
  readonly name?: string;
}

/** Builds a graph whose every intermediate value has a declared shape, so that cost can be told from the file. */
export class GraphBuilder {
  readonly #nodes: NodeProto[] = [];
  readonly #initializers: TensorProto[] = [];
  readonly #inputs: Tensor[] = [];
  readonly #outputs: Tensor[] = [];
  readonly #inner = new Map<string, Tensor>();
  readonly #constants = new Map<string, Tensor>();

  input(name: string, type: TensorType, shape: Tensor['shape']): Tensor {
    const tensor = { name, type, shape };
    this.#inputs.push(tensor);
    return tensor;
  }

  weight(name: string, shape: readonly number[], recipe: WeightRecipe): Tensor {
    const payload = weightPayload(name, countElements(shape), recipe);
    this.#initializers.push({ ...tensorProto(name, 'float32', shape), payload: [payload] });
    return { name, type: 'float32', shape };
  }

  node(opType: string, inputs: readonly Tensor[], shape: Tensor['shape'], options: NodeOptions = {}): Tensor {
    const output = {
      name: options.name ?? `${opType}_${this.#nodes.length}`,
      type: options.type ?? inputs[0]?.type ?? 'float32',
      shape,
    };
    this.#addNode(opType, inputs, [output], Object.entries(options.attributes ?? {}).map(attributeProto));
    return output;
  }

  /** Two halves along the last axis. */
  halves(input: Tensor): readonly [Tensor, Tensor] {
    const last = input.shape.at(-1) as number;
    const half = { type: input.type, shape: [...input.shape.slice(0, -1), last / 2] };
    const first = { name: `Split_${this.#nodes.length}_first`, ...half };
    const second = { name: `Split_${this.#nodes.length}_second`, ...half };
    this.#addNode(
      'Split',
      [input, this.integers([last / 2, last / 2])],
      [first, second],
      [attributeProto(['axis', -1])],
    );
    return [first, second];
  }

  integers(values: readonly number[]): Tensor {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#constant(`integers_${values.join('_')}`, 'int64', [values.length], bytes);
  }

  integer(value: number): Tensor {
    const bytes = new Uint8Array(BigInt64Array.of(BigInt(value)).buffer);
    return this.#constant(`integer_${value}`, 'int64', [], bytes);
  }

  number(value: number): Tensor {
    return this.#constant(`number_${value}`, 'float32', [], new Uint8Array(Float32Array.of(value).buffer));
  }

  output(tensor: Tensor): void {
    this.#outputs.push(tensor);
  }

  build(graphName: string, description: string): OnnxModel {
    const shown = new Set(this.#outputs.map((output) => output.name));
    return {
      irVersion: 8,
      producerName: 'Dyno',
      docString: description,
      graph: {
        name: graphName,
        node: this.#nodes,
        initializer: this.#initializers,
        input: this.#inputs.map(valueInfo),
        output: this.#outputs.map(valueInfo),
        valueInfo: [...this.#inner.values()].filter((tensor) => !shown.has(tensor.name)).map(valueInfo),
        quantizationAnnotation: [],
        sparseInitializer: [],
        metadataProps: [],
      },
      opsetImport: [{ domain: '', version: 17 }],
      metadataProps: [],
      trainingInfo: [],
      functions: [],
    };
  }

  #addNode(
    opType: string,
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
    attribute: readonly AttributeProto[],
  ): void {
    for (const output of outputs) this.#inner.set(output.name, output);
    this.#nodes.push({
      input: inputs.map((input) => input.name),
      output: outputs.map((output) => output.name),
      name: `${opType}_${this.#nodes.length}`,
      opType,
      attribute,
      metadataProps: [],
    });
  }

  /** In Constant nodes: what stands among the initializers is a weight. */
  #constant(name: string, type: TensorType, shape: readonly number[], bytes: Uint8Array): Tensor {
    const known = this.#constants.get(name);
    if (known !== undefined) return known;
    const output = { name, type, shape };
    const encoded = new BinaryWriter().tag(PAYLOAD.raw, WIRE.bytes).bytes(bytes).finish();
    const value: TensorProto = {
      ...tensorProto(name, type, shape),
      payload: [{ kind: 'encoded', field: PAYLOAD.raw, encoded: { kind: 'bytes', bytes: encoded } }],
    };
    this.#addNode('Constant', [], [output], [{ ...emptyAttribute('value', TENSOR), t: value }]);
    this.#constants.set(name, output);
    return output;
  }
}

/** AttributeProto.AttributeType */
const FLOAT = 1;
const INT = 2;
const TENSOR = 4;
const INTS = 7;

function attributeProto([name, value]: readonly [
  string,
  number | readonly number[] | { readonly float: number },
]): AttributeProto {
  if (typeof value === 'number') return { ...emptyAttribute(name, INT), i: BigInt(value) };
  if ('float' in value) return { ...emptyAttribute(name, FLOAT), f: value.float };
  return { ...emptyAttribute(name, INTS), ints: value.map(BigInt) };
}

function emptyAttribute(name: string, type: number): AttributeProto {
  return {
    name,
    type,
    floats: [],
    ints: [],
    strings: [],
    tensors: [],
    graphs: [],
    typeProtos: [],
    sparseTensors: [],
  };
}

function tensorProto(name: string, type: TensorType, dims: readonly number[]): TensorProto {
  return { name, dims, dataType: tensorTypeCode(type), externalData: [], metadataProps: [] };
}

function valueInfo({ name, type, shape }: Tensor): ValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return {
    name,
    type: { tensorType: { elemType: tensorTypeCode(type), shape: { dim } } },
    metadataProps: [],
  };
}
