import { attributeOf, graphsWithin, isStandard } from './graph-walk.ts';
import { bytesOf, countElements, tensorTypeOf } from './element-type.ts';
import { smallIntegers } from './tensor-values.ts';
import type { GraphProto, NodeProto, OnnxModel, TensorProto } from './onnx-messages.ts';
import type { TensorType } from '../../contract/model.ts';

/** A tensor that the model brings along: initializer, Constant node, or a weight that the graph generates. */
export interface ConstantTensor {
  readonly name: string;
  readonly origin: 'initializer' | 'sparse' | 'constant' | 'generated';
  readonly type: TensorType;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly bytes: number;
  /** Its integers, where it is small: shapes, axes. */
  readonly integers: readonly number[] | null;
  readonly used: boolean;
}

/** All constants of a model, each once: the main graph's, its subgraphs' and its functions'. */
export function listConstants(model: OnnxModel): ConstantTensor[] {
  const used = namesUsed(model);
  const list: ConstantTensor[] = [];
  const shared = new Set<string>();
  const add = (constant: Omit<ConstantTensor, 'used' | 'elements'>): void => {
    list.push({ ...constant, elements: countElements(constant.shape), used: used.has(constant.name) });
  };
  for (const graph of graphsWithin(model.graph)) {
    const shapes = new Map<string, readonly number[]>();
    for (const tensor of graph.initializer) {
      const place = externalPlace(tensor);
      if (place !== null && shared.has(place)) continue;
      if (place !== null) shared.add(place);
      const constant = fromTensor(tensor, tensor.name ?? '', 'initializer');
      if (constant.integers !== null) shapes.set(constant.name, constant.integers);
      add(constant);
    }
    for (const sparse of graph.sparseInitializer) {
      if (sparse.values === undefined) continue;
      const values = fromTensor(sparse.values, sparse.values.name ?? '', 'sparse');
      const indices = sparse.indices === undefined ? 0 : fromTensor(sparse.indices, '', 'sparse').bytes;
      add({ ...values, bytes: values.bytes + indices });
    }
    for (const node of graph.node) {
      const constant = fromNode(node, shapes);
      if (constant !== null) add(constant);
      if (constant !== null && constant.integers !== null) shapes.set(constant.name, constant.integers);
    }
  }
  for (const template of model.functions) {
    for (const node of template.node) {
      const constant = fromNode(node, new Map());
      if (constant !== null) add(constant);
    }
  }
  return list;
}

function fromNode(
  node: NodeProto,
  shapes: ReadonlyMap<string, readonly number[]>,
): Omit<ConstantTensor, 'used' | 'elements'> | null {
  const name = node.output[0] ?? '';
  if (!isStandard(node.domain)) return null;
  if (node.opType === 'Constant') {
    const tensor = attributeOf(node, 'value')?.t;
    if (tensor !== undefined) return fromTensor(tensor, name, 'constant');
    const ints = attributeOf(node, 'value_ints')?.ints;
    if (ints === undefined) return null;
    return {
      name,
      origin: 'constant',
      type: 'int64',
      shape: [ints.length],
      bytes: ints.length * 8,
      integers: ints.map(Number),
    };
  }
  if (node.opType !== 'ConstantOfShape') return null;
  const shape = shapes.get(node.input[0] ?? '');
  if (shape === undefined || shape.some((size) => size < 0)) return null;
  const value = attributeOf(node, 'value')?.t;
  const type = value === undefined ? 'float32' : tensorTypeOf(value.dataType);
  return {
    name,
    origin: 'generated',
    type,
    shape,
    bytes: bytesOf(type, countElements(shape)),
    integers: null,
  };
}

function fromTensor(
  tensor: TensorProto,
  name: string,
  origin: ConstantTensor['origin'],
): Omit<ConstantTensor, 'used' | 'elements'> {
  const type = tensorTypeOf(tensor.dataType);
  return {
    name,
    origin,
    type,
    shape: tensor.dims,
    bytes: bytesOf(type, countElements(tensor.dims)),
    integers: smallIntegers(tensor),
  };
}

/** Two initializers may point at the same bytes of an external file. */
export function externalPlace(tensor: TensorProto): string | null {
  if (tensor.dataLocation !== 1) return null;
  return tensor.externalData
    .filter((entry) => entry.key !== 'checksum')
    .map((entry) => `${entry.key}=${entry.value}`)
    .sort()
    .join('\n');
}

function namesUsed(model: OnnxModel): ReadonlySet<string> {
  const used = new Set<string>();
  const useNodes = (nodes: readonly NodeProto[]): void => {
    for (const node of nodes) for (const name of node.input) used.add(name);
  };
  const useOutputs = (graph: GraphProto): void => {
    for (const output of graph.output) used.add(output.name ?? '');
  };
  for (const graph of graphsWithin(model.graph)) {
    useNodes(graph.node);
    useOutputs(graph);
  }
  for (const template of model.functions) {
    useNodes(template.node);
    for (const name of template.output) used.add(name);
  }
  return used;
}
